package dev.kiln.export.recipe;

import dev.kiln.export.data.TrainingSet;
import dev.kiln.export.ops.torch.TorchScope;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.global.torch;

/**
 * Drives a recipe over a data set: batches, seeds, checkpoints, previews and the progress line.
 *
 * <p>What a step does depends on the seed and the step's number only, so a training that is killed
 * and resumed ends where it would have ended. For one thread.
 */
public final class TrainingLoop {
  private static final double SMOOTHING = 0.98;
  private static final double NANOS = 1e9;

  private final Recipe recipe;
  private final TrainingSet data;
  private final Preview preview;
  private final TrainingSettings settings;
  private final Consumer<String> lines;
  private final LongSupplier nanoClock;

  /** Loss, smoothed, as the progress line shows it. */
  private String losses = "";

  private double smoothed = Double.NaN;

  /**
   * A training.
   *
   * @param preview what is written beside each checkpoint
   * @param lines takes the lines that tell how it goes
   * @param nanoClock the time, such as {@code System::nanoTime}
   */
  public TrainingLoop(
      Recipe recipe,
      TrainingSet data,
      TrainingSettings settings,
      Preview preview,
      Consumer<String> lines,
      LongSupplier nanoClock) {
    this.recipe = recipe;
    this.data = data;
    this.settings = settings;
    this.preview = preview;
    this.lines = lines;
    this.nanoClock = nanoClock;
  }

  /**
   * Trains until the settings' number of images has been seen or their time is up.
   *
   * @throws IOException if a checkpoint cannot be written or read
   * @throws TrainingException if a loss is not a number any more
   */
  public TrainingProgress run() throws IOException {
    Checkpoints checkpoints = new Checkpoints(settings.checkpoints());
    TrainingProgress start = TrainingProgress.START;
    if (settings.resume()) {
      start = checkpoints.restore(recipe).orElse(start);
      lines.accept("resuming after " + start.images() + " images");
    }
    BatchSource batches = new BatchSource(data, settings.seed(), settings.batch());
    TrainingProgress now = start;
    long began = nanoClock.getAsLong();
    long saved = began;
    long told = began;
    while (settings.done(now) < 1) {
      step(batches, now.steps(), settings.done(now));
      long clock = nanoClock.getAsLong();
      now =
          new TrainingProgress(
              now.steps() + 1,
              now.images() + settings.batch(),
              start.seconds() + (clock - began) / NANOS);
      if (clock - told >= Duration.ofSeconds(10).toNanos()) {
        tell(start, now);
        told = clock;
      }
      if (clock - saved >= settings.checkpointEvery().toNanos()) {
        save(checkpoints, now);
        saved = clock;
      }
    }
    if (now.steps() > start.steps()) {
      tell(start, now);
      save(checkpoints, now);
    }
    return now;
  }

  private void step(BatchSource batches, long step, double progress) {
    Map<String, Double> shown =
        TorchScope.scoped(
            () -> {
              long seed = settings.seed() * 1_000_003 + step;
              torch.manual_seed(seed);
              return recipe.step(batches.batch(step), new Step(step, progress, new Random(seed)));
            });
    shown.forEach(
        (name, loss) -> {
          if (!Double.isFinite(loss)) {
            throw new TrainingException(
                "the "
                    + name
                    + " is "
                    + loss
                    + " at step "
                    + step
                    + ": lower the learning rate, or resume from the last checkpoint with another seed");
          }
        });
    double first = shown.values().iterator().next();
    smoothed = Double.isNaN(smoothed) ? first : SMOOTHING * smoothed + (1 - SMOOTHING) * first;
    losses =
        shown.entrySet().stream()
            .map(e -> String.format(Locale.ROOT, "%s %.4f", e.getKey(), e.getValue()))
            .collect(Collectors.joining(", "));
  }

  private void tell(TrainingProgress start, TrainingProgress now) {
    double rate = (now.images() - start.images()) / Math.max(1e-9, now.seconds() - start.seconds());
    double byImages = Math.max(0, settings.images() - now.images()) / rate;
    long left = Math.round(Math.min(byImages, settings.time().toSeconds() - now.seconds()));
    lines.accept(
        String.format(
            Locale.ROOT,
            "step %d, %d of %d images, smoothed loss %.4f (%s), %.0f images/s, %d min %02d s left",
            now.steps(),
            now.images(),
            settings.images(),
            smoothed,
            losses,
            rate,
            left / 60,
            left % 60));
  }

  private void save(Checkpoints checkpoints, TrainingProgress now) throws IOException {
    checkpoints.save(recipe, now);
    preview.write(settings.checkpoints(), settings.seed());
  }
}
