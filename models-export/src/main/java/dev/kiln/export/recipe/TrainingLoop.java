package dev.kiln.export.recipe;

import dev.kiln.export.data.TrainingSet;
import dev.kiln.export.data.table.Table;
import dev.kiln.export.ops.torch.TorchScope;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;
import org.bytedeco.pytorch.global.torch;

/**
 * Drives a recipe over a data set: batches, seeds, checkpoints, previews, the log of losses.
 *
 * <p>What a step does depends on the seed and the step's number only, so a training that is killed
 * and resumed ends where it would have ended. For one thread; only {@link #stop} may be called by
 * others.
 */
public final class TrainingLoop {
  private static final double SMOOTHING = 0.98;
  private static final double NANOS = 1e9;
  private static final long FLUSH = Duration.ofSeconds(10).toNanos();

  private final Recipe recipe;
  private final TrainingSet data;
  private final Preview preview;
  private final TrainingSettings settings;
  private final TrainingView view;
  private final LongSupplier nanoClock;
  private final Checkpoints checkpoints;
  private final Pace pace = new Pace();

  /** The first loss, averaged over all steps at first, then over about the last fifty. */
  private double smoothed;

  private long averaged;
  private volatile boolean stopped;

  /**
   * A training.
   *
   * @param preview what is written beside the checkpoints
   * @param view shows how it goes
   * @param nanoClock the time, such as {@code System::nanoTime}
   */
  public TrainingLoop(
      Recipe recipe,
      TrainingSet data,
      TrainingSettings settings,
      Preview preview,
      TrainingView view,
      LongSupplier nanoClock) {
    this.recipe = recipe;
    this.data = data;
    this.settings = settings;
    this.preview = preview;
    this.view = view;
    this.nanoClock = nanoClock;
    this.checkpoints = new Checkpoints(settings.checkpoints());
  }

  /** Ends the training after the step under way, with a checkpoint. Safe for any thread. */
  public void stop() {
    stopped = true;
  }

  /**
   * Trains until the settings' number of images has been seen, their time is up, or {@link #stop}
   * was called.
   *
   * @return how far it came; {@link TrainingSettings#done} says whether that was the end
   * @throws IOException if a checkpoint cannot be written or read
   * @throws TrainingException if a loss is not a number any more, or if there is nothing to resume
   */
  public TrainingProgress run() throws IOException {
    TrainingProgress start = settings.resume() ? resumed() : TrainingProgress.START;
    BatchSource batches = new BatchSource(data, settings.seed(), settings.batch());
    TrainingProgress now = start;
    try (LossLog log = LossLog.open(settings.checkpoints(), start)) {
      long began = nanoClock.getAsLong();
      long saved = began;
      long previewed = began;
      long flushed = began;
      long clock = began;
      boolean ended = settings.done(now) >= 1;
      while (!ended) {
        Map<String, Double> losses = step(batches, now.steps(), settings.done(now));
        long before = clock;
        clock = nanoClock.getAsLong();
        now =
            new TrainingProgress(
                now.steps() + 1,
                now.images() + settings.batch(),
                start.seconds() + (clock - began) / NANOS);
        log.add(now, losses);
        pace.step(settings.batch(), (clock - before) / NANOS);
        TrainingStatus status = status(now, losses);
        view.at(status);
        if (clock - flushed >= FLUSH) {
          log.flush();
          flushed = clock;
        }
        ended = settings.done(now) >= 1 || stopped;
        if (ended) {
          view.say(status.line());
        }
        if (ended || clock - saved >= settings.checkpointEvery().toNanos()) {
          save(log, now);
          saved = clock;
        }
        if (!stopped && (ended || clock - previewed >= settings.previewEvery().toNanos())) {
          preview();
          previewed = clock;
        }
      }
    }
    return now;
  }

  private TrainingProgress resumed() throws IOException {
    CheckpointFacts facts = checkpoints.restore(recipe);
    view.say(
        String.format(
            Locale.ROOT, "resuming after step %,d, %,d images", facts.steps(), facts.images()));
    if ((facts.seed() != null && facts.seed() != settings.seed())
        || (facts.batch() != null && facts.batch() != settings.batch())) {
      view.say(
          String.format(
              Locale.ROOT,
              "the checkpoint was made with --seed %d --batch %d: from here the training differs from an unbroken one",
              facts.seed(),
              facts.batch()));
    }
    return facts.progress();
  }

  private Map<String, Double> step(BatchSource batches, long step, double progress)
      throws IOException {
    Map<String, Double> losses =
        TorchScope.scoped(
            () -> {
              long seed = settings.seed() * 1_000_003 + step;
              torch.manual_seed(seed);
              return recipe.step(batches.batch(step), new Step(step, progress, new Random(seed)));
            });
    for (Map.Entry<String, Double> loss : losses.entrySet()) {
      if (!Double.isFinite(loss.getValue())) {
        throw diverged("the " + loss.getKey() + " is " + loss.getValue() + " at step " + step);
      }
    }
    double first = losses.values().iterator().next();
    double kept = Math.min(SMOOTHING, averaged / (averaged + 1.0));
    smoothed = kept * smoothed + (1 - kept) * first;
    averaged++;
    return losses;
  }

  /** What is wrong, what is kept and what to try. */
  private TrainingException diverged(String problem) throws IOException {
    return new TrainingException(
        problem
            + "; "
            + checkpoints.kept()
            + "; try a lower --learning-rate, a longer --warm-up or a smaller --clip");
  }

  private TrainingStatus status(TrainingProgress now, Map<String, Double> losses) {
    double rate = pace.imagesPerSecond();
    double byImages = Math.max(0, settings.images() - now.images()) / rate;
    double byTime = Math.max(0, settings.time().toSeconds() - now.seconds());
    return new TrainingStatus(
        now,
        settings.images(),
        unit(),
        losses,
        smoothed,
        rate,
        Math.round(Math.min(byImages, byTime)));
  }

  /** What the data is made of. */
  private String unit() {
    return data instanceof Table ? "rows" : data.shape().length == 3 ? "images" : "samples";
  }

  private void save(LossLog log, TrainingProgress now) throws IOException {
    log.flush();
    try {
      checkpoints.save(recipe, CheckpointFacts.of(recipe, now, settings));
    } catch (TrainingException e) {
      throw diverged(String.valueOf(e.getMessage()));
    }
  }

  /** A preview that fails is a pity, no reason to end a training. */
  private void preview() {
    try {
      preview.write(settings.checkpoints(), settings.seed());
    } catch (IOException e) {
      view.say("the preview cannot be written: " + e.getMessage());
    }
  }
}
