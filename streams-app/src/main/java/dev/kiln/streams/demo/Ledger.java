package dev.kiln.streams.demo;

import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationFailure;
import dev.kiln.streams.demo.DemoRequest.Expected;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who asked what and who got what: matches every answer to its request by the number that travels
 * in a header, and notices answers that are missing, doubled or of the wrong kind. Safe for two
 * threads: one sends, one reads.
 */
final class Ledger {

  /** One request and what has come back for it so far. */
  static final class Entry {
    private final DemoRequest request;
    private final long sentNanos;
    private final BitSet indices = new BitSet();
    private @Nullable GenerationFailure failure;
    private int steps;
    private boolean answered;
    private long answeredNanos;

    private Entry(DemoRequest request, long sentNanos) {
      this.request = request;
      this.sentNanos = sentNanos;
    }

    DemoRequest request() {
      return request;
    }

    int samples() {
      return indices.cardinality();
    }

    @Nullable GenerationFailure failure() {
      return failure;
    }

    /** The steps that were used; 0 before the first sample. */
    int steps() {
      return steps;
    }

    boolean answered() {
      return answered;
    }

    /** From the call of send to the poll that brought the last record of the answer. */
    long latencyNanos() {
      return answeredNanos - sentNanos;
    }

    /** What is wrong with the answer, or null when it is the expected one. */
    @Nullable String complaint() {
      GenerationFailure failed = failure;
      if (request.expected() instanceof Expected.Samples expected) {
        if (failed != null) {
          return "failed with " + failed.getCode() + ": " + failed.getMessage();
        }
        return samples() == expected.count()
            ? null
            : "has " + samples() + " of " + expected.count() + " samples";
      }
      String code = ((Expected.Failure) request.expected()).code().name();
      if (failed == null) {
        return "should have failed with " + code + ", but has " + samples() + " samples";
      }
      if (!failed.getCode().equals(code)) {
        return "failed with %s instead of %s: %s"
            .formatted(failed.getCode(), code, failed.getMessage());
      }
      return failed.getMessage().isBlank() ? "failed without a sentence" : null;
    }
  }

  private final Map<Integer, Entry> entries = new TreeMap<>();
  private final List<String> violations = new ArrayList<>();
  private int answered;
  private int samples;

  /** Takes down a request; call it before it is sent. */
  synchronized void sent(DemoRequest request, long sentNanos) {
    entries.put(request.number(), new Entry(request, sentNanos));
  }

  /** Takes down a sample that came for a request, and returns that request. */
  synchronized Entry sample(int request, GeneratedSample sample, long nowNanos) {
    Entry entry = find(request);
    if (entry.failure != null) {
      violations.add(name(entry) + " got a sample after its failure");
    }
    if (entry.indices.get(sample.getIndex())) {
      violations.add(name(entry) + " got its sample " + sample.getIndex() + " twice");
    }
    entry.indices.set(sample.getIndex());
    samples++;
    entry.steps = sample.getSteps();
    if (entry.indices.cardinality() == sample.getCount()) {
      finish(entry, nowNanos);
    }
    return entry;
  }

  /** Takes down a failure that came for a request, and returns that request. */
  synchronized Entry failure(int request, GenerationFailure failure, long nowNanos) {
    Entry entry = find(request);
    if (entry.failure != null) {
      violations.add(name(entry) + " failed twice");
    }
    if (entry.samples() > 0) {
      violations.add(name(entry) + " failed after it got samples");
    }
    entry.failure = failure;
    finish(entry, nowNanos);
    return entry;
  }

  private void finish(Entry entry, long nowNanos) {
    if (!entry.answered) {
      entry.answered = true;
      entry.answeredNanos = nowNanos;
      answered++;
      notifyAll();
    }
  }

  private Entry find(int request) {
    Entry entry = entries.get(request);
    if (entry == null) {
      throw new IllegalStateException("an answer came for request " + request + ", never sent");
    }
    return entry;
  }

  private static String name(Entry entry) {
    return "request " + entry.request.number();
  }

  synchronized int answered() {
    return answered;
  }

  /** How many samples have come back. */
  synchronized int samples() {
    return samples;
  }

  /**
   * Waits until at most so many requests are without an answer.
   *
   * @return false when the time is up first
   */
  synchronized boolean awaitOpen(int atMost, long timeoutNanos) throws InterruptedException {
    long end = System.nanoTime() + timeoutNanos;
    while (entries.size() - answered > atMost) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** All requests that were sent, in the order of the mix. */
  synchronized List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  /** Every answer that is missing, doubled or of the wrong kind, one sentence each. */
  synchronized List<String> violations() {
    List<String> all = new ArrayList<>(violations);
    for (Entry entry : entries()) {
      String complaint = entry.complaint();
      if (complaint != null) {
        all.add(name(entry) + " (" + entry.request.what() + ") " + complaint);
      }
    }
    return all;
  }
}
