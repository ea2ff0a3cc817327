package dev.kiln.streams.app;

import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.engine.Submission;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.streams.topology.FakeGeneration;
import dev.kiln.streams.topology.Generation;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The fake engine, finishing each request by itself after a while that depends on its seed. */
final class SlowGeneration implements Generation, AutoCloseable {

  private final FakeGeneration fake = new FakeGeneration();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger current = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final int maxMillis;

  SlowGeneration(int maxMillis) {
    this.maxMillis = maxMillis;
  }

  /** The most requests that were in work at the same time. */
  int mostAtOnce() {
    return most.get();
  }

  @Override
  public Submission submit(GenerationSpec spec) {
    FakeGeneration.Pending pending;
    synchronized (fake) {
      pending = (FakeGeneration.Pending) fake.submit(spec);
    }
    most.accumulateAndGet(current.incrementAndGet(), Math::max);
    long wait = 1L + Math.floorMod(spec.seed() * 31, maxMillis);
    var unused =
        clock.schedule(
            () -> {
              current.decrementAndGet();
              pending.finish();
            },
            wait,
            TimeUnit.MILLISECONDS);
    return pending;
  }

  @Override
  public Optional<SampleSpec> sample(String generator, @Nullable String version) {
    return fake.sample(generator, version);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
