package dev.kiln.connect.session;

import dev.kiln.generation.card.Generator;
import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.engine.Submission;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Outcome.Generated;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One holder's share of a loaded generator. Safe for many threads; close it once, closing it again
 * does nothing.
 */
public final class Session implements AutoCloseable {

  private final Generator generator;
  private final Engine engine;
  private final Runnable release;
  private final AtomicBoolean closed = new AtomicBoolean();

  Session(Generator generator, Engine engine, Runnable release) {
    this.generator = generator;
    this.engine = engine;
    this.release = release;
  }

  /** What is loaded. */
  public Generator generator() {
    return generator;
  }

  /** Submits a request; never waits. */
  public Submission submit(GenerationSpec spec) {
    if (closed.get()) {
      throw new IllegalStateException("the session of " + generator.id() + " is closed");
    }
    return engine.submit(spec);
  }

  /** What came of a request that brought no samples, in words that continue a sentence. */
  public static String reason(Outcome outcome) {
    if (outcome instanceof Outcome.Rejected rejected) {
      return rejected.message();
    }
    if (outcome instanceof Outcome.Failed failed) {
      return failed.message();
    }
    return outcome instanceof Generated
        ? "samples were made"
        : "it ended as " + outcome.getClass().getSimpleName();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      release.run();
    }
  }
}
