package dev.kiln.export.evaluate.report;

/**
 * A part of a report.
 *
 * @param id a short name, unique in the report, for links
 * @param title its heading
 * @param explanation what is to be seen, a sentence or two
 * @param html what is to be seen: a fragment of well-formed XHTML, as the charts of this package
 *     make it
 * @param text the same for a terminal, with line ends; empty if it cannot be shown there
 */
public record Section(String id, String title, String explanation, String html, String text) {}
