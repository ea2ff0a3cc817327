package dev.kiln.connect.generator;

import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Hands out the numbers of a task's shards, the smallest first. For one thread. */
final class Numbering {

  private final long total;
  private final PriorityQueue<Turn> turns =
      new PriorityQueue<>(Comparator.comparingLong(Turn::number));

  /**
   * A sample whose turn it is.
   *
   * @param shard the shard that it belongs to
   * @param before how many samples of the shard come before it
   */
  record Turn(Shard shard, long before) {

    /** Its number in the whole sequence. */
    long number() {
      return shard.number(before);
    }

    /** The shard's offset once the sample is made. */
    Map<String, Object> offsetAfter() {
      return Shard.offset(before + 1);
    }
  }

  /**
   * @param done how many samples of each shard are made already
   * @param total how many samples the sequence has, 0 for no end
   */
  Numbering(Map<Shard, Long> done, long total) {
    this.total = total;
    done.forEach((shard, samples) -> turns.add(new Turn(shard, samples)));
  }

  /** The next sample, or null when the sequence is over. */
  @Nullable Turn next() {
    Turn turn = turns.peek();
    if (turn == null || (total > 0 && turn.number() >= total)) {
      return null;
    }
    turns.remove();
    turns.add(new Turn(turn.shard(), turn.before() + 1));
    return turn;
  }
}
