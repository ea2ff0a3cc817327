package dev.kiln.generation.engine;

import dev.kiln.generation.card.StageKind;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Preview;
import dev.kiln.generation.request.SourceImage;
import dev.kiln.generation.sampler.Samplers;
import dev.kiln.generation.stage.Stage;
import dev.kiln.generation.stage.Watch;
import dev.kiln.generation.tensor.FloatTensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the estimates of a request's samples. Those of the last stage are previews as
 * they are. Those of a denoiser of latents go through the stages behind it first, as the samples
 * do, in calls that others share; of each sample one at a time, and when its turn comes, the
 * latest.
 *
 * <p>Safe for the threads that make the calls; none of them waits.
 */
final class Previewing {

  private final Job job;
  private final PreviewBox box;
  private final int every;
  private final int steps;
  private final int stage;

  // Under the lock of this.
  private final Map<Integer, Job> decoding = new HashMap<>();
  private final Map<Integer, Preview> next = new HashMap<>();
  private boolean closed;

  private Previewing(Job job, PreviewBox box, int every, int steps, int stage) {
    this.job = job;
    this.box = box;
    this.every = every;
    this.steps = steps;
    this.stage = stage;
  }

  /** Null where nobody looks, or where there is nothing to see on the way. */
  static @Nullable Previewing of(
      Job job, GenerationSpec spec, Admission.Admitted admitted, @Nullable PreviewBox box) {
    int stage = lastDenoiser(admitted.generator().stages());
    if (box == null || spec.previews() == 0 || stage < 0) {
      return null;
    }
    SourceImage source = admitted.source();
    double strength = source == null ? 1 : source.strengthOrUsual();
    int steps = Samplers.walked(admitted.steps(), strength);
    return new Previewing(job, box, spec.previews(), steps, stage);
  }

  private static int lastDenoiser(List<Stage> stages) {
    int last = stages.size() - 1;
    while (last >= 0 && stages.get(last).spec().kind() != StageKind.DENOISE) {
      last--;
    }
    return last;
  }

  /** Who looks on at a sample's walk through a stage; null where nobody does. */
  @Nullable Watch watch(int index, int ofStage) {
    return ofStage == stage
        ? new Watch(every, steps, (step, x) -> seen(new Preview(index, step, steps, x)))
        : null;
  }

  private void seen(Preview preview) {
    if (job.ended()) {
      return;
    }
    if (stage == job.generator().stages().size() - 1) {
      box.put(preview);
    } else {
      decode(preview);
    }
  }

  private void decode(Preview latent) {
    Job decoder;
    synchronized (this) {
      if (closed) {
        return;
      }
      if (decoding.containsKey(latent.index())) {
        if (next.put(latent.index(), latent) != null) {
          box.overtaken();
        }
        return;
      }
      decoder = job.aside();
      decoding.put(latent.index(), decoder);
    }
    var unused = decoder.outcome().thenAccept(outcome -> decoded(latent, outcome));
    FloatTensor state = latent.estimate();
    job.generator()
        .batchers()
        .get(stage + 1)
        .submit(new Waiting.Entry(decoder, stage + 1, 0, 1, state));
  }

  private void decoded(Preview latent, Outcome outcome) {
    Preview later;
    synchronized (this) {
      if (closed) {
        return;
      }
      decoding.remove(latent.index());
      later = next.remove(latent.index());
    }
    if (outcome instanceof Outcome.Generated made) {
      box.put(new Preview(latent.index(), latent.step(), steps, made.samples().get(0)));
    }
    if (later != null) {
      decode(later);
    }
  }

  /** The request ended: nobody decodes for it any more. */
  void close() {
    List<Job> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(decoding.values());
      decoding.clear();
      next.clear();
    }
    left.forEach(Job::cancel);
  }
}
