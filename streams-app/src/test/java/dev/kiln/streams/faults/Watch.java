package dev.kiln.streams.faults;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Looks on while a run goes: who has an answer, and how long after a kill the first new one came.
 * Reads on a thread of its own; safe for many threads.
 */
final class Watch implements AutoCloseable {

  /** From a moment on, when each of some partitions gave its first new answer. */
  static final class Since {
    private final long beginNanos;
    private final Map<TopicPartition, Long> ends;
    private final Map<Integer, Long> firstNanos = new HashMap<>();

    private Since(long beginNanos, Map<TopicPartition, Long> ends) {
      this.beginNanos = beginNanos;
      this.ends = Map.copyOf(ends);
    }

    private synchronized void see(String topic, Answered answer, long nowNanos) {
      Long end = ends.get(new TopicPartition(topic, answer.partition()));
      if (end != null && answer.offset() >= end) {
        firstNanos.putIfAbsent(answer.partition(), nowNanos - beginNanos);
      }
    }

    /** Until one of the partitions had a new answer, in milliseconds. */
    synchronized OptionalLong firstMs() {
      return firstNanos.values().stream().mapToLong(nanos -> nanos / 1_000_000).min();
    }

    /** Until each of the partitions had one; empty if one never did. */
    synchronized OptionalLong allMs() {
      long partitions = ends.keySet().stream().map(TopicPartition::partition).distinct().count();
      return firstNanos.size() < partitions
          ? OptionalLong.empty()
          : firstNanos.values().stream().mapToLong(nanos -> nanos / 1_000_000).max();
    }
  }

  private final Committed committed;
  private final Set<String> answered = new HashSet<>();
  private final Map<String, Integer> parts = new HashMap<>();
  private final List<Since> open = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::run, "watch");
  private volatile boolean ended;
  private volatile @Nullable RuntimeException failure;
  private long records;

  private Watch(Committed committed) {
    this.committed = committed;
  }

  static Watch start(Map<String, Object> client, URI registry) {
    var committed = new Committed(client, registry);
    committed.begin(List.of(Topics.SAMPLES, Topics.FAILURES));
    var watch = new Watch(committed);
    watch.thread.setDaemon(true);
    watch.thread.start();
    return watch;
  }

  /** How many requests have their whole answer. */
  synchronized int answered() {
    return answered.size();
  }

  synchronized boolean isAnswered(String id) {
    return answered.contains(id);
  }

  /** How many answer records came so far. */
  synchronized long records() {
    return records;
  }

  /**
   * Watches some partitions from now on.
   *
   * @param ends where the partitions of samples and failures end at present, uncommitted included
   */
  Since since(long beginNanos, Map<TopicPartition, Long> ends) {
    var since = new Since(beginNanos, ends);
    open.add(since);
    return since;
  }

  /** Waits until some requests are answered; whether they are within that time. */
  boolean awaitAll(Collection<String> ids, Duration patience) {
    try {
      Awaitility.await("answers")
          .atMost(patience)
          .pollInterval(Duration.ofMillis(100))
          .until(
              () -> {
                check();
                return areAnswered(ids);
              });
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }

  private synchronized boolean areAnswered(Collection<String> ids) {
    return answered.containsAll(ids);
  }

  /** Throws what ended the reading, if anything did. */
  void check() {
    RuntimeException why = failure;
    if (why != null) {
      throw new IllegalStateException("the answers cannot be watched any more", why);
    }
  }

  private void run() {
    try (committed) {
      while (!ended) {
        List<Answered> answers = committed.poll(Duration.ofMillis(50));
        long now = System.nanoTime();
        answers.forEach(answer -> see(answer, now));
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void see(Answered answer, long nowNanos) {
    boolean isSample = answer.sample() != null;
    open.forEach(since -> since.see(isSample ? Topics.SAMPLES : Topics.FAILURES, answer, nowNanos));
    synchronized (this) {
      records++;
      var sample = answer.sample();
      int got = parts.merge(answer.ask(), 1, Integer::sum);
      if (sample == null || got >= sample.getCount()) {
        answered.add(answer.ask());
      }
    }
  }

  @Override
  public void close() {
    ended = true;
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
