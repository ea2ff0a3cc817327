package dev.kiln.export.evaluate.report;

import dev.kiln.generation.card.Score;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an evaluation found.
 *
 * @param title the generator, name and version
 * @param settings how the samples were made and what they were held against, by name, in order;
 *     values are strings, numbers or maps and lists of them
 * @param metrics the figures, the most telling first
 * @param details figures by class, column or the like, for JSON
 * @param sections pictures, plots and tables that explain the figures
 * @param scores what {@code --write-card} keeps in the generator's card
 * @param notes what the reader should know, a sentence each
 * @param command what to type to get the same report
 */
public record Report(
    String title,
    Map<String, Object> settings,
    List<Metric> metrics,
    Map<String, Object> details,
    List<Section> sections,
    List<Score> scores,
    List<String> notes,
    String command) {
  public Report {
    settings = new LinkedHashMap<>(settings);
    metrics = List.copyOf(metrics);
    details = new LinkedHashMap<>(details);
    sections = List.copyOf(sections);
    scores = List.copyOf(scores);
    notes = List.copyOf(notes);
  }

  /** A figure by its name. */
  public Metric metric(String name) {
    return metrics.stream()
        .filter(metric -> metric.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no metric "
                        + name
                        + "; there are "
                        + metrics.stream().map(Metric::name).toList()));
  }
}
