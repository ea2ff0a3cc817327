package dev.kiln.streams.topology;

import dev.kiln.generation.engine.PreviewBox;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Preview;
import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.streams.contract.Outgoing;
import dev.kiln.streams.contract.PreviewWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets previews leave while their samples are made: the latest of each, a few times a second, and
 * never so many at once that answers would wait. They are hints. None is stored, none is tried
 * again; after a crash they come again with the request. For the stream thread alone, except that
 * the engine's threads add to {@code arrived}.
 */
final class Previews {

  private static final Logger LOG = LoggerFactory.getLogger(Previews.class);

  /** Of one request so often; more often than they are committed nobody would see them. */
  private static final long BETWEEN_MS = 100;

  /** So long one callback may write them. */
  private static final long BUDGET_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** A request that somebody looks at. */
  private static final class Watched {
    private final Flight flight;
    private final PreviewBox box;
    private long notBeforeMs = Long.MIN_VALUE;
    private long told;

    Watched(Flight flight, Consumer<Watched> arrived) {
      this.flight = flight;
      this.box = new PreviewBox(1, () -> arrived.accept(this));
    }

    /** How many were left out since the last time that this was asked. */
    int left() {
      long now = box.dropped();
      int more = Math.toIntExact(now - told);
      told = now;
      return more;
    }
  }

  private final @Nullable PreviewWriter writer;
  private final Outlet outlet;
  private final RetryPause pause;
  private final TopologyMetrics metrics;
  private final Runnable ring;
  private final Queue<Watched> arrived = new ConcurrentLinkedQueue<>();
  private final Deque<Watched> waiting = new ArrayDeque<>();

  /**
   * The previews of one task.
   *
   * @param writer null where there is no topic for them; then nobody looks
   * @param pause how long none is written after one could not be, such as while the registry is
   *     away
   * @param ring called on any thread once one came
   */
  Previews(
      @Nullable PreviewWriter writer,
      Outlet outlet,
      RetryPause pause,
      TopologyMetrics metrics,
      Runnable ring) {
    this.writer = writer;
    this.outlet = outlet;
    this.pause = pause;
    this.metrics = metrics;
    this.ring = ring;
  }

  /** Where the engine puts a request's previews; null where nobody looks. */
  @Nullable PreviewBox box(Flight flight, GenerationSpec spec) {
    return writer == null || spec.previews() == 0 ? null : new Watched(flight, this::arrived).box;
  }

  private void arrived(Watched next) {
    arrived.add(next);
    ring.run();
  }

  /** Whether some came that were not looked at. */
  boolean haveArrived() {
    return !arrived.isEmpty();
  }

  /** Lets those leave whose time it is; true when some did. */
  boolean step(long nowMs) {
    if (writer == null) {
      return false;
    }
    boolean left = false;
    for (Watched next = arrived.poll(); next != null; next = arrived.poll()) {
      waiting.addLast(next);
    }
    long began = System.nanoTime();
    for (int looks = waiting.size(); looks > 0; looks--) {
      Watched next = waiting.removeFirst();
      if (next.flight.isAnswered()) {
        tell(next, 0, next.box.take().size());
      } else if (nowMs < next.notBeforeMs || System.nanoTime() - began > BUDGET_NANOS) {
        waiting.addLast(next);
      } else {
        left |= release(writer, next, nowMs);
      }
    }
    return left;
  }

  /** Whether there are some whose time has not come. */
  boolean areWaiting() {
    return !waiting.isEmpty();
  }

  private boolean release(PreviewWriter with, Watched watched, long nowMs) {
    Flight flight = watched.flight;
    GenerationRequest request = flight.request();
    watched.notBeforeMs = nowMs + BETWEEN_MS;
    int published = 0;
    int dropped = 0;
    for (Preview preview : watched.box.take()) {
      Outgoing record =
          request == null || pause.lasts(nowMs)
              ? null
              : written(with, flight, request, preview, nowMs).orElse(null);
      if (record == null) {
        dropped++;
      } else {
        outlet.forward(flight.entry(), record);
        published++;
      }
    }
    tell(watched, published, dropped);
    return published > 0;
  }

  private Optional<Outgoing> written(
      PreviewWriter with, Flight flight, GenerationRequest request, Preview preview, long nowMs) {
    try {
      Optional<Outgoing> record = with.write(flight.entry(), flight.id(), request, preview);
      pause.succeeded();
      return record;
    } catch (RuntimeException e) {
      LOG.warn("Previews cannot be written and are left out for now: {}", e.getMessage());
      pause.failed(nowMs);
      return Optional.empty();
    }
  }

  private void tell(Watched watched, int published, int dropped) {
    GenerationRequest request = watched.flight.request();
    int left = dropped + watched.left();
    if (request != null && published + left > 0) {
      metrics.previewed(request.getGenerator(), published, left);
    }
  }
}
