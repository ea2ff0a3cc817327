package dev.kiln.streams.topology;

import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.engine.PreviewBox;
import dev.kiln.generation.engine.Submission;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Outcome.Generated;
import dev.kiln.generation.request.Outcome.Rejected;
import dev.kiln.generation.request.Preview;
import dev.kiln.generation.request.Provenance;
import dev.kiln.generation.request.Rejection;
import dev.kiln.generation.request.Timings;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.generation.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * An engine that finishes when it is told to. Knows "tiny", pictures of 2x2 pixels, "big", pictures
 * of 64x64, and "vector", three numbers; asked for "broken", it breaks. A sample is a function of
 * seed and index alone.
 */
public final class FakeGeneration implements Generation {

  /** A request that the fake got. */
  public static final class Pending implements Submission {
    private final GenerationSpec spec;
    private final SampleSpec sample;
    private final @Nullable PreviewBox previews;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final @Nullable String logged = MDC.get("requestId");
    private boolean cancelled;

    Pending(GenerationSpec spec, SampleSpec sample, @Nullable PreviewBox previews) {
      this.spec = spec;
      this.sample = sample;
      this.previews = previews;
    }

    public GenerationSpec spec() {
      return spec;
    }

    /** The request's id in the log of the thread that submitted it. */
    public @Nullable String logged() {
      return logged;
    }

    public boolean isCancelled() {
      return cancelled;
    }

    /** Whether somebody looks on. */
    public boolean isWatched() {
      return previews != null;
    }

    /** Shows how a sample looks after so many of ten steps: grey, and lighter with each. */
    public void show(int index, int step) {
      float[] grey = new float[sample.shape().size()];
      Arrays.fill(grey, step / 10f);
      Objects.requireNonNull(previews)
          .put(new Preview(index, step, 10, new FloatTensor(sample.shape(), grey)));
    }

    /** Finishes it with its samples. */
    public void finish() {
      end(generated(spec, sample));
    }

    public void end(Outcome how) {
      outcome.complete(how);
    }

    @Override
    public CompletableFuture<Outcome> outcome() {
      return outcome;
    }

    @Override
    public void cancel() {
      cancelled = true;
      outcome.complete(new Outcome.Cancelled());
    }
  }

  private final List<Pending> submitted = new ArrayList<>();

  /** All it got, in that order. */
  public List<Pending> submitted() {
    return submitted;
  }

  public Pending submitted(int index) {
    return submitted.get(index);
  }

  @Override
  public Submission submit(GenerationSpec spec) {
    return submit(spec, null);
  }

  @Override
  public Submission submit(GenerationSpec spec, @Nullable PreviewBox previews) {
    if (spec.generator().equals("broken")) {
      throw new IllegalStateException("the engine is broken");
    }
    Optional<SampleSpec> sample = sample(spec.generator(), spec.version());
    var pending =
        new Pending(
            spec, sample.orElse(new SampleSpec(SampleKind.VECTOR, Shape.of(1), RANGE)), previews);
    submitted.add(pending);
    if (sample.isEmpty()) {
      pending.end(
          new Rejected(
              Rejection.UNKNOWN_GENERATOR, "generator \"" + spec.generator() + "\" is not here"));
    }
    return pending;
  }

  private static final List<Double> RANGE = List.of(-1.0, 1.0);

  @Override
  public Optional<SampleSpec> sample(String generator, @Nullable String version) {
    return switch (generator) {
      case "tiny" -> Optional.of(new SampleSpec(SampleKind.IMAGE, Shape.of(1, 2, 2), RANGE));
      case "big" -> Optional.of(new SampleSpec(SampleKind.IMAGE, Shape.of(1, 64, 64), RANGE));
      case "vector" -> Optional.of(new SampleSpec(SampleKind.VECTOR, Shape.of(3), RANGE));
      default -> Optional.empty();
    };
  }

  /** What any engine of this kind makes of a request. */
  public static Outcome generated(GenerationSpec spec, SampleSpec sample) {
    List<FloatTensor> tensors =
        IntStream.range(0, Math.toIntExact(spec.count()))
            .mapToObj(index -> tensor(spec.seed(), index, sample.shape()))
            .toList();
    var made = new Provenance(spec.generator(), "1", "hash", spec.seed(), "ddim", 10, 2);
    return new Generated(tensors, made, new Timings(1_000, 5_000, 3));
  }

  private static FloatTensor tensor(long seed, int index, Shape shape) {
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (Long.hashCode(seed * 31 + index) % 97 + i) / 200f;
    }
    return new FloatTensor(shape, values);
  }
}
