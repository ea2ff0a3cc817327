package dev.kiln.generation.engine;

import dev.kiln.generation.stage.Conditions;
import dev.kiln.generation.stage.Guidance;
import dev.kiln.generation.tensor.FloatTensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request's conditions become in the encode stages: the conditions themselves, those at the
 * far end of an interpolation, and those that guidance steers away from, each encoded once,
 * whatever the number of samples and steps.
 *
 * <p>Safe for many threads: callers of one network encode texts of one request side by side.
 */
final class Encodings {

  private final List<Conditions> all = new ArrayList<>();
  private final int far;
  private final int negative;
  private final Guidance guidance;
  private int waiting;

  /**
   * What is to be encoded.
   *
   * @param to the far end of an interpolation, or null
   */
  Encodings(Conditions conditions, @Nullable Conditions to, Guidance guidance) {
    this.guidance = guidance;
    all.add(conditions);
    far = add(to);
    negative = add(guidance.strength() == 1 ? null : guidance.negative());
    waiting = all.size();
  }

  private int add(@Nullable Conditions conditions) {
    if (conditions == null) {
      return -1;
    }
    all.add(conditions);
    return all.size() - 1;
  }

  /** How many there are to encode. */
  synchronized int count() {
    return all.size();
  }

  /** One of them. */
  synchronized Conditions get(int index) {
    return all.get(index);
  }

  /**
   * Takes what a stage made of one; true when that was the last one of this stage, to one alone.
   */
  synchronized boolean put(int index, String output, FloatTensor encoded) {
    all.set(index, all.get(index).withEncoded(output, encoded));
    waiting--;
    if (waiting > 0) {
      return false;
    }
    waiting = all.size();
    return true;
  }

  synchronized Conditions conditions() {
    return all.get(0);
  }

  synchronized @Nullable Conditions toConditions() {
    return far < 0 ? null : all.get(far);
  }

  synchronized Guidance guidance() {
    return negative < 0
        ? guidance
        : new Guidance(guidance.strength(), guidance.options(), all.get(negative));
  }
}
