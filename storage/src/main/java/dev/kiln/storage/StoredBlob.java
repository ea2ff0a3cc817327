package dev.kiln.storage;

/**
 * Bytes that are kept.
 *
 * @param url where they are
 * @param size how many
 * @param sha256 their hash, in hex
 */
public record StoredBlob(String url, long size, String sha256) {}
