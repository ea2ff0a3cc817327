package dev.kiln.streams.demo.augment;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.card.Score;
import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.output.ContactSheet;
import dev.kiln.generation.tensor.Shape;
import dev.kiln.streams.app.StartupException;
import dev.kiln.streams.augment.AugmentApp;
import dev.kiln.streams.demo.DemoCluster;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A file of prompts goes through Connect, the app and the sink to pictures; then a labelled stream
 * with a rare class goes through the augmentation, and what comes out is examined. Run it once.
 */
public final class AugmentDemo {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int RARE = 8;
  private static final double SHARE = 0.01;
  private static final double TARGET = 0.1;
  private static final int PASSES = 8;
  private static final int CLASSIFIERS = 3;
  private static final SampleSpec DIGIT =
      new SampleSpec(SampleKind.IMAGE, Shape.of(1, 28, 28), List.of(-1.0, 1.0));

  private final Path home;
  private final Path out;
  private final @Nullable Path data;
  private final long seed;
  private final Engine engine;
  private final PrintStream people;
  private final CountDownLatch stop;

  /**
   * @param home Kiln's source tree
   * @param out where pictures and the report go
   * @param data a directory with digits in IDX files, or null to draw some
   * @param engine the engine that generates; it stays open
   * @param stop ends the demo early when it reaches zero
   */
  public AugmentDemo(
      Path home,
      Path out,
      @Nullable Path data,
      long seed,
      Engine engine,
      PrintStream people,
      CountDownLatch stop) {
    this.home = home;
    this.out = out;
    this.data = data;
    this.seed = seed;
    this.engine = engine;
    this.people = people;
    this.stop = stop;
  }

  /** Pictures to send, and pictures to examine with. */
  private record Data(String name, List<LabelledImage> stream, List<LabelledImage> heldOut) {}

  /**
   * Runs the demo.
   *
   * @throws StartupException in one sentence, if something does not start or does not get ready
   */
  public AugmentReport run() throws StartupException, InterruptedException, IOException {
    Consumer<String> say = people::println;
    Data digits = data();
    try (DemoCluster cluster = DemoCluster.start(engine, say)) {
      List<String> prompts = prompts();
      int pictures = throughConnect(cluster, prompts);
      say.accept(pictures + " pictures in " + out.resolve("pictures"));
      AugmentedStream stream = augment(cluster, digits.stream());
      AugmentReport report = examine(digits, prompts.size(), pictures, stream);
      write(report, stream);
      return report;
    }
  }

  private Data data() throws IOException {
    if (data == null) {
      people.println("No --data: digits-consistency draws the digits of the stream.");
      List<LabelledImage> drawn = new ArrayList<>(Drawn.digits(engine, "digits-consistency", 250));
      int half = drawn.size() * 3 / 5;
      return data("digits that digits-consistency drew", drawn, half);
    }
    List<LabelledImage> real = new ArrayList<>(IdxImages.read(data));
    return data("digits from " + data, real, real.size() * 3 / 5);
  }

  /** A part becomes the stream, with one class made rare; the rest is held out. */
  private Data data(String name, List<LabelledImage> all, int split) {
    Collections.shuffle(all, new Random(seed));
    List<LabelledImage> heldOut = List.copyOf(all.subList(split, all.size()));
    List<LabelledImage> others =
        all.subList(0, split).stream().filter(image -> image.label() != RARE).toList();
    long few = Math.round(others.size() * SHARE / (1 - SHARE));
    List<LabelledImage> stream = new ArrayList<>(others);
    all.subList(0, split).stream()
        .filter(image -> image.label() == RARE)
        .limit(few)
        .forEach(stream::add);
    Collections.shuffle(stream, new Random(seed + 1));
    return new Data(name, List.copyOf(stream), heldOut);
  }

  private static List<String> prompts() {
    List<String> prompts = new ArrayList<>();
    for (String shape : List.of("circle", "square", "triangle")) {
      for (String colour : List.of("red", "green", "blue", "yellow")) {
        prompts.add("a big %s %s".formatted(colour, shape));
      }
    }
    return prompts;
  }

  /** From a file of prompts to a directory of pictures; returns how many there are. */
  private int throughConnect(DemoCluster cluster, List<String> prompts)
      throws StartupException, InterruptedException, IOException {
    Path inbox = Files.createDirectories(out.resolve("inbox")).toAbsolutePath();
    Path pictures = Files.createDirectories(out.resolve("pictures")).toAbsolutePath();
    Path work = Files.createTempDirectory("kiln-connect-");
    Files.write(inbox.resolve("prompts.txt"), prompts);
    try (Tidy tidy = new Tidy(work);
        ConnectWorker worker =
            ConnectWorker.start(
                home,
                tidy.directory(),
                cluster.bootstrapServers(),
                Map.of(
                    "prompts",
                    Map.of(
                        "name", "prompts",
                        "connector.class", "dev.kiln.connect.prompt.PromptSourceConnector",
                        "directory", inbox.toString(),
                        "generator", "shapes",
                        "topic", cluster.requestsTopic()),
                    "pictures",
                    Map.of(
                        "name", "pictures",
                        "connector.class", "dev.kiln.connect.files.SampleSinkConnector",
                        "topics", cluster.samplesTopic(),
                        "store", "dir:" + pictures,
                        "path", "{prompt}-{requestId}-{index}.png",
                        "format", "png",
                        "value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter",
                        "schema.registry.url", cluster.registryUrl().toString())))) {
      long end = System.nanoTime() + PATIENCE.toNanos();
      int found = 0;
      while (found < prompts.size() && System.nanoTime() < end && !stopped(200)) {
        worker.check();
        found = count(pictures);
      }
      return found;
    }
  }

  private static int count(Path directory) {
    String[] files = directory.toFile().list((dir, name) -> name.endsWith(".png"));
    return files == null ? 0 : files.length;
  }

  private boolean stopped(long millis) throws InterruptedException {
    return stop.await(millis, TimeUnit.MILLISECONDS);
  }

  private AugmentedStream augment(DemoCluster cluster, List<LabelledImage> images)
      throws StartupException, InterruptedException {
    people.println(
        "Augmenting %d records, class %d at %.1f %%"
            .formatted(images.size(), RARE, 100 * share(images)));
    AugmentedStream stream = new AugmentedStream(cluster.bootstrapServers(), DIGIT);
    try (AugmentApp app =
        new AugmentApp(
            cluster.config(), AugmentedStream.config(RARE, TARGET), engine.generators())) {
      app.start();
      if (!app.awaitRunning(PATIENCE)) {
        throw new StartupException("The augmentation does not run; see the log.");
      }
      stream.send(images);
      // The last requests are under way when the last record is through: wait until all is quiet.
      long quietSince = System.nanoTime();
      while (System.nanoTime() - quietSince < stream.patience(TARGET, RARE).toNanos()
          && !stopped(1)) {
        if (stream.read()) {
          quietSince = System.nanoTime();
        }
      }
      return stream;
    } finally {
      stream.close();
    }
  }

  private static double share(List<LabelledImage> images) {
    return images.stream().filter(image -> image.label() == RARE).count() / (double) images.size();
  }

  private AugmentReport examine(Data digits, int prompts, int pictures, AugmentedStream stream)
      throws IOException {
    people.println("Training classifiers on the stream and on the output ...");
    List<LabelledImage> everything = new ArrayList<>(stream.real());
    everything.addAll(stream.synthetic());
    List<LabelledImage> rare =
        digits.heldOut().stream().filter(image -> image.label() == RARE).toList();
    double[] sums = new double[4];
    for (int i = 0; i < CLASSIFIERS; i++) {
      int steps = PASSES * digits.stream().size();
      Classifier raw = Classifier.train(digits.stream(), steps, seed + i);
      Classifier augmented = Classifier.train(everything, steps, seed + i);
      sums[0] += raw.accuracy(digits.heldOut()) / CLASSIFIERS;
      sums[1] += augmented.accuracy(digits.heldOut()) / CLASSIFIERS;
      sums[2] += raw.accuracy(rare) / CLASSIFIERS;
      sums[3] += augmented.accuracy(rare) / CLASSIFIERS;
    }
    try (Judge judge = Judge.of(home)) {
      return new AugmentReport(
          prompts,
          pictures,
          digits.name(),
          RARE,
          stream.real().size(),
          stream.synthetic().size(),
          share(digits.stream()),
          share(everything),
          TARGET,
          Math.abs(digits.stream().size() - stream.real().size()) + stream.doubled(),
          judge.accuracy(stream.fromNoise()),
          usual(),
          stream.variations().size(),
          judge.accuracy(stream.variations()),
          judge.accuracy(rare),
          sums[0],
          sums[1],
          sums[2],
          sums[3],
          stream.notices());
    }
  }

  private double usual() {
    return engine.generators().stream()
        .filter(card -> card.name().equals(AugmentedStream.GENERATOR))
        .map(GeneratorCard::scores)
        .flatMap(List::stream)
        .filter(score -> score.name().equals("class-accuracy"))
        .mapToDouble(Score::value)
        .findFirst()
        .orElse(0);
  }

  private void write(AugmentReport report, AugmentedStream stream) throws IOException {
    var sheet = new ContactSheet(DIGIT, 20);
    stream.real().stream()
        .filter(image -> image.label() == RARE)
        .limit(20)
        .forEach(image -> sheet.add("1 real", image.picture()));
    stream.fromNoise().stream()
        .limit(20)
        .forEach(image -> sheet.add("2 from noise", image.picture()));
    List<LabelledImage> varied = stream.variations();
    IntStream.range(0, Math.min(20, varied.size()))
        .forEach(i -> sheet.add("3 varied", varied.get(i * varied.size() / 20).picture()));
    Path picture = out.resolve("class-" + RARE + ".png");
    if (!sheet.isEmpty()) {
      Files.write(picture, sheet.toPng());
    }
    Path file = out.resolve("augment-report.json");
    Files.write(
        file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(report));
    people.println();
    report.lines().forEach(people::println);
    people.println();
    people.println("Pictures       " + out.resolve("pictures"));
    people.println("Contact sheet  " + picture + " (rows: real, from noise, variations)");
    people.println("Report         " + file);
    people.flush();
  }
}
