package dev.kiln.generation.engine;

import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Interpolation;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Provenance;
import dev.kiln.generation.request.Timings;
import dev.kiln.generation.stage.Blend;
import dev.kiln.generation.stage.Walk;
import dev.kiln.generation.tensor.FloatTensor;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A request in the engine. Its samples finish one by one; it ends once, whichever way. */
final class Job implements Submission {

  private final GenerationSpec spec;
  private final Admission.Admitted admitted;
  private final EngineOptions options;
  private final long submittedNanos;
  private final long deadline;
  private final LogContext logContext = LogContext.here();
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private final AtomicReferenceArray<@Nullable FloatTensor> samples;
  private final AtomicInteger remaining;
  private final Encodings encodings;
  private final AtomicInteger networkCalls = new AtomicInteger();
  private final AtomicLong firstCallNanos = new AtomicLong(-1);
  private final Object key;
  private final @Nullable Previewing previews;

  /**
   * A request that was admitted.
   *
   * @param box takes previews, if the request wants some; null where nobody looks
   */
  Job(
      GenerationSpec spec,
      Admission.Admitted admitted,
      EngineOptions options,
      @Nullable PreviewBox box) {
    this.spec = spec;
    this.admitted = admitted;
    this.options = options;
    Long expires = spec.deadlineNanos();
    this.deadline = expires == null ? 0 : expires;
    this.submittedNanos = options.nanoClock().getAsLong();
    this.samples = new AtomicReferenceArray<>(admitted.count());
    this.remaining = new AtomicInteger(admitted.count());
    this.encodings =
        new Encodings(admitted.conditions(), admitted.toConditions(), admitted.guidance());
    this.key = spec.key() == null ? this : spec.key();
    this.previews = Previewing.of(this, spec, admitted, box);
  }

  /** Work for one sample of another request, on the account of its key, that nobody is told of. */
  private Job(Job whose) {
    this.spec = whose.spec;
    this.admitted = whose.admitted.alone();
    this.options = whose.options.withMetrics(EngineMetrics.NONE);
    this.submittedNanos = options.nanoClock().getAsLong();
    this.deadline = whose.deadline;
    this.samples = new AtomicReferenceArray<>(1);
    this.remaining = new AtomicInteger(1);
    this.encodings = whose.encodings;
    this.key = whose.key;
    this.previews = null;
  }

  /** One more sample through the stages that are left, beside those that were asked for. */
  Job aside() {
    return new Job(this);
  }

  @Override
  public CompletableFuture<Outcome> outcome() {
    return outcome;
  }

  @Override
  public void cancel() {
    end(new Outcome.Cancelled());
  }

  /** What the log says of it. */
  LogContext logContext() {
    return logContext;
  }

  int count() {
    return admitted.count();
  }

  int priority() {
    return spec.priority();
  }

  /** Whose request it is; itself where it is nobody's. */
  Object key() {
    return key;
  }

  boolean hasDeadline() {
    return spec.deadlineNanos() != null;
  }

  /** When it expires, on the engine's clock; whatever where it does not. */
  long deadline() {
    return deadline;
  }

  LoadedGenerator generator() {
    return admitted.generator();
  }

  boolean ended() {
    return outcome.isDone();
  }

  /** Ends the job when its deadline has passed. */
  void expireIfLate() {
    if (hasDeadline() && options.nanoClock().getAsLong() - deadline > 0) {
      end(new Outcome.Expired());
    }
  }

  /** How many walks through a stage there are: one a sample, or one for each text to encode. */
  int walks(int stage) {
    return encodes(stage) ? encodings.count() : count();
  }

  boolean encodes(int stage) {
    return generator().stages().get(stage).encodes();
  }

  /** Takes what a stage encoded; true when the job can go on to the next stage. */
  boolean encoded(int stage, int index, FloatTensor state) {
    return encodings.put(index, generator().stages().get(stage).spec().output(), state);
  }

  /** What walk {@code index} is to do in stage {@code stage}. */
  Walk walk(int index, int stage, @Nullable FloatTensor state) {
    Interpolation path = spec.interpolation();
    Blend blend =
        path == null
            ? Blend.NONE
            : new Blend(
                Interpolation.fraction(index, count()), path.toSeed(), encodings.toConditions());
    return new Walk(
        admitted.plans().get(stage),
        encodes(stage) ? encodings.get(index) : encodings.conditions(),
        encodings.guidance(),
        admitted.source(),
        blend,
        spec.seed(),
        path == null ? index : 0,
        stage,
        state,
        previews == null ? null : previews.watch(index, stage));
  }

  /** A network call carried some of this job's rows. */
  void called(long startNanos) {
    networkCalls.incrementAndGet();
    waited(startNanos - submittedNanos);
  }

  /** Sample {@code index} went through the last stage. */
  void finished(int index, FloatTensor sample) {
    if (sample.hasNonFinite()) {
      end(
          new Outcome.Failed(
              "sample "
                  + index
                  + " of "
                  + generator().generator().id()
                  + " came out with values that are not numbers"));
      return;
    }
    samples.set(index, sample);
    if (remaining.decrementAndGet() == 0) {
      end(
          new Outcome.Generated(
              IntStream.range(0, count())
                  .mapToObj(i -> Objects.requireNonNull(samples.get(i)))
                  .toList(),
              provenance(),
              new Timings(Math.max(0, firstCallNanos.get()), elapsedNanos(), networkCalls.get())));
    }
  }

  /** Ends the job, unless it has ended. */
  void end(Outcome how) {
    if (outcome.complete(how)) {
      if (previews != null) {
        previews.close();
      }
      waited(elapsedNanos());
      options.metrics().ended(spec.generator(), how, elapsedNanos());
    }
  }

  private void waited(long nanos) {
    long some = Math.max(0, nanos);
    if (firstCallNanos.compareAndSet(-1, some)) {
      options.metrics().waited(spec.generator(), some);
    }
  }

  private Provenance provenance() {
    return new Provenance(
        generator().generator().card().name(),
        generator().generator().card().version(),
        generator().generator().hash(),
        spec.seed(),
        admitted.sampler(),
        admitted.steps(),
        admitted.guidance().strength());
  }

  private long elapsedNanos() {
    return options.nanoClock().getAsLong() - submittedNanos;
  }

  @Override
  public String toString() {
    return "Job" + Arrays.asList(spec.generator(), spec.seed(), count());
  }
}
