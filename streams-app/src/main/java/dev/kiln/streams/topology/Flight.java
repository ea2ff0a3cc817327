package dev.kiln.streams.topology;

import dev.kiln.generation.engine.Submission;
import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.streams.contract.Answer;
import dev.kiln.streams.inflight.Entry;
import org.jspecify.annotations.Nullable;

/**
 * A stored request that is being worked on: held, then with the engine, then answered. For the
 * stream thread alone.
 */
final class Flight {

  private final Entry entry;
  private final long sinceMs;
  private String id;
  private @Nullable GenerationRequest request;
  private @Nullable Submission submission;
  private @Nullable Answer answer;

  /**
   * A request that is taken up.
   *
   * @param nowMs the time of day
   */
  Flight(Entry entry, long nowMs) {
    this.entry = entry;
    this.sinceMs = nowMs;
    this.id = entry.origin().toString();
  }

  Entry entry() {
    return entry;
  }

  /** The time of day at which it was taken up, in milliseconds since the epoch. */
  long sinceMs() {
    return sinceMs;
  }

  /** The id that the request gave; that of its record as long as it is not decoded. */
  String id() {
    return id;
  }

  void decoded(String requestId, GenerationRequest decoded) {
    id = requestId;
    request = decoded;
  }

  @Nullable GenerationRequest request() {
    return request;
  }

  void submitted(Submission by) {
    submission = by;
  }

  boolean isAnswered() {
    return answer != null;
  }

  @Nullable Answer answer() {
    return answer;
  }

  void answered(Answer with) {
    answer = with;
  }

  /** Takes it back from the engine, if it is there. */
  void cancel() {
    if (submission != null) {
      submission.cancel();
    }
  }
}
