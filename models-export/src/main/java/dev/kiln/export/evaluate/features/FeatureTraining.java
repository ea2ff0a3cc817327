package dev.kiln.export.evaluate.features;

import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.evaluate.Progress;
import dev.kiln.export.export.OnnxExport;
import dev.kiln.export.nets.Classifier;
import dev.kiln.export.nets.ClassifierFeatures;
import dev.kiln.export.recipe.Classification;
import dev.kiln.export.recipe.Preview;
import dev.kiln.export.recipe.TrainingLoop;
import dev.kiln.export.recipe.TrainingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Trains the classifier in whose features a data set's images are compared, or finds it where it
 * was trained before. A sixth of the images is held out to say how good it is.
 */
public final class FeatureTraining {
  private static final long SEED = 1;
  private static final int WIDTH = 16;
  private static final int IMAGES = 30_000;
  private static final int EPOCHS = 20;
  private static final int BATCH = 64;
  private static final int HELD_OUT = 6;

  private FeatureTraining() {}

  /**
   * The features of a data set, from {@code DIRECTORY/features-HASH-….onnx} if that exists;
   * otherwise they are trained (about a minute on one core for small grey images) and kept there.
   *
   * @param data the real images; square, with a side that is a multiple of 4, in at least two
   *     classes
   * @param name what a card calls the data
   * @param directory where features are kept
   * @throws IllegalArgumentException if no classifier can be trained on the data
   */
  public static FeatureClassifier of(
      LabelledImages data, String name, Path directory, Progress progress) throws IOException {
    require(data);
    String hash = DataHash.of(data);
    Path file = directory.resolve(fileName(hash));
    if (!Files.exists(file) || !Files.exists(FeatureFacts.besides(file))) {
      Files.createDirectories(directory);
      train(data, name, hash, file, progress);
    }
    return FeatureClassifier.open(file);
  }

  /** Names the data and the training, so that neither is taken for another. */
  private static String fileName(String hash) {
    return "features-" + hash.substring(0, 16) + "-" + WIDTH + "x" + IMAGES / 1000 + "k.onnx";
  }

  private static void require(LabelledImages data) {
    if (data.height() != data.width() || data.height() % 4 != 0) {
      throw new IllegalArgumentException(
          "features are learned from square images with a side that is a multiple of 4; these are "
              + data.height()
              + " by "
              + data.width());
    }
    if (data.classes() < 2) {
      throw new IllegalArgumentException(
          "features are learned by telling classes apart, and these images are all of one class");
    }
    if (data.size() < HELD_OUT * BATCH) {
      throw new IllegalArgumentException(
          "features need at least "
              + HELD_OUT * BATCH
              + " images to be learned from, there are "
              + data.size());
    }
  }

  private static void train(
      LabelledImages data, String name, String hash, Path file, Progress progress)
      throws IOException {
    int[] order = shuffled(data.size());
    int[] held = heldOut(data.size());
    int[] seen = Arrays.copyOfRange(order, held.length, order.length);
    long images = Math.min(IMAGES, (long) EPOCHS * seen.length) / BATCH * BATCH;
    AtomicLong read = new AtomicLong();
    Subset training =
        new Subset(
            data, seen, () -> progress.at("learning features", read.incrementAndGet(), images));
    Classifier network = new Classifier(data.channels(), data.height(), data.classes(), WIDTH);
    byte[] model = train(network, training, images);
    FeatureFacts facts =
        new FeatureFacts(
            name,
            hash,
            SEED,
            Math.toIntExact(network.features()),
            images,
            seen.length,
            held.length,
            0);
    Images heldOut = Images.of(new Subset(data, held, () -> {}));
    try (FeatureClassifier trained = FeatureClassifier.of(file.toString(), model, facts)) {
      int[] named = trained.read(heldOut.pixels(), "held-out images", progress).named();
      facts = facts.withCorrect(Images.agreeing(named, heldOut.labels()));
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, model);
    facts.write(file);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static byte[] train(Classifier network, LabelledImages data, long images)
      throws IOException {
    ClassifierFeatures exported = new ClassifierFeatures(network);
    Path scratch = Files.createTempDirectory("kiln-features");
    Duration noLimit = Duration.ofDays(1);
    try (Classification training = new Classification(network, SEED)) {
      TrainingSettings settings =
          new TrainingSettings(SEED, images, noLimit, BATCH, scratch, noLimit, false);
      new TrainingLoop(training, data, settings, Preview.NONE, line -> {}, System::nanoTime).run();
      return OnnxExport.of(exported, training.average()).run().bytes();
    } finally {
      delete(scratch);
    }
  }

  /** The images that are not learned from, of a data set of some size. */
  static int[] heldOut(int size) {
    return Arrays.copyOf(shuffled(size), size / HELD_OUT);
  }

  private static int[] shuffled(int count) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    Collections.shuffle(order, new Random(SEED));
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  private static void delete(Path directory) throws IOException {
    List<Path> inside;
    try (Stream<Path> paths = Files.walk(directory)) {
      inside = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : inside) {
      Files.delete(path);
    }
  }
}
