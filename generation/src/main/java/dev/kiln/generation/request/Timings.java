package dev.kiln.generation.request;

/**
 * Where a request's time went inside the engine.
 *
 * @param waitNanos from submission to the first network call that carried one of its rows
 * @param totalNanos from submission to the last sample
 * @param networkCalls how many network calls carried at least one of its rows
 */
public record Timings(long waitNanos, long totalNanos, int networkCalls) {}
