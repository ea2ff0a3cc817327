package dev.kiln.streams.faults;

import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.engine.Submission;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Provenance;
import dev.kiln.streams.topology.Generation;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An engine with a weakness: requests with certain seeds kill the process, as a crash in native
 * code does. For the instances under test; no such thing is in the application that people run.
 */
final class PoisonGeneration implements Generation {

  private static final long FIRST_SEED = 0x6b696c6c00L;

  /** When a poisoned request kills, and how. */
  enum Poison {
    /** The JVM halts as the request is submitted. */
    AT_THE_START(0),
    /** A segmentation fault while the engine works on it. */
    UNDER_WAY(1),
    /** The JVM halts when its samples are finished, before they are forwarded. */
    AT_THE_END(2);

    private final int place;

    Poison(int place) {
      this.place = place;
    }

    /** The seed that asks for it. */
    long seed() {
      return FIRST_SEED + place;
    }

    static Optional<Poison> of(long seed) {
      return Arrays.stream(values()).filter(poison -> poison.seed() == seed).findFirst();
    }
  }

  private final Generation engine;

  PoisonGeneration(Generation engine) {
    this.engine = engine;
  }

  @Override
  public Submission submit(GenerationSpec spec) {
    Poison poison = Poison.of(spec.seed()).orElse(null);
    if (poison == null) {
      return engine.submit(spec);
    }
    System.out.println("poison " + poison);
    System.out.flush();
    if (poison == Poison.AT_THE_START) {
      Runtime.getRuntime().halt(134);
    }
    return new Poisoned(engine.submit(spec), poison);
  }

  @Override
  public Optional<SampleSpec> sample(String generator, @Nullable String version) {
    return engine.sample(generator, version);
  }

  @Override
  public Optional<SampleSpec> of(Provenance made) {
    return engine.of(made);
  }

  /** A submission that nobody gets an outcome of. */
  private static final class Poisoned implements Submission {
    private final Submission inner;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    Poisoned(Submission inner, Poison poison) {
      this.inner = inner;
      if (poison == Poison.UNDER_WAY) {
        CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS).execute(Poisoned::crash);
      } else {
        var unused = inner.outcome().thenRun(() -> Runtime.getRuntime().halt(134));
      }
    }

    /** Writes to address 0, and so ends the process by SIGSEGV. */
    private static void crash() {
      try {
        Class<?> type = Class.forName("sun.misc.Unsafe");
        var field = type.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        type.getMethod("putAddress", long.class, long.class).invoke(field.get(null), 0L, 0L);
      } catch (ReflectiveOperationException e) {
        System.out.println("no access to native memory, so no crash but a halt: " + e);
        Runtime.getRuntime().halt(139);
      }
    }

    @Override
    public CompletableFuture<Outcome> outcome() {
      return outcome;
    }

    @Override
    public void cancel() {
      inner.cancel();
    }
  }
}
