package dev.kiln.export.evaluate.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.evaluate.EvaluationPlan;
import dev.kiln.export.evaluate.Generators;
import dev.kiln.export.evaluate.Progress;
import dev.kiln.export.evaluate.Quadrants;
import dev.kiln.export.evaluate.Relabelled;
import dev.kiln.export.evaluate.features.FeatureClassifier;
import dev.kiln.export.evaluate.features.FeatureTraining;
import dev.kiln.export.evaluate.measure.Confusion;
import dev.kiln.export.evaluate.report.HtmlReport;
import dev.kiln.export.evaluate.report.Page;
import dev.kiln.export.evaluate.report.Report;
import dev.kiln.export.ops.torch.Threads;
import dev.kiln.generation.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A generator that learned one image of each class by heart must not pass. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageEvaluationTest {
  private static final Quadrants DATA = new Quadrants(1, 400, 8);

  private Path directory = Path.of("");
  private Engine engine;
  private FeatureClassifier features;

  @BeforeAll
  void open(@TempDir Path temporary) throws IOException {
    Threads.use(1);
    directory = temporary;
    Path models = temporary.resolve("models");
    Generators.parrot(models, "parrot", DATA);
    engine = Engine.open(models);
    features = FeatureTraining.of(DATA, "quarters", temporary, Progress.NONE);
  }

  @AfterAll
  void close() {
    features.close();
    engine.close();
  }

  @Test
  void findsThatItRepeatsWhatItSaw() throws IOException {
    Report report = run(200, DATA);

    assertThat(report.metric("nearest-pixel-distance").value()).isZero();
    assertThat(report.metric("too-near-pixel").value()).isEqualTo(1);
    assertThat(floor(report, "too-near-pixel")).isEqualTo(0.01);
    assertThat(report.metric("too-near-feature").value()).isEqualTo(1);
  }

  @Test
  void findsThatItMakesAllClassesAndLittleElse() throws IOException {
    Report report = run(200, DATA);

    assertThat(report.metric("feature-class-accuracy").value()).isEqualTo(1);
    assertThat(report.metric("coverage").value()).isLessThan(0.2);
    assertThat(floor(report, "coverage")).isGreaterThan(0.9);
    assertThat(report.metric("frechet-distance").value() / floor(report, "frechet-distance"))
        .isGreaterThan(2);
    assertThat(report.metric("network-calls").value()).isEqualTo(1);
    assertThat(report.scores())
        .extracting("name")
        .contains("frechet-distance", "coverage")
        .doesNotContain("network-calls", "seconds-per-1000");
  }

  @Test
  void realImagesInPlaceOfSamplesAreAsGoodAsReal() throws IOException {
    Report report = run(200, DATA);

    assertThat(floor(report, "precision")).isGreaterThan(0.8);
    assertThat(floor(report, "recall")).isGreaterThan(0.8);
    assertThat(floor(report, "density")).isCloseTo(1, within(0.15));
  }

  @Test
  void thePlanAloneDecidesTheFigures() throws IOException {
    Report first = run(60, DATA);
    Report second = run(60, DATA);

    for (String name : new String[] {"frechet-distance", "precision", "coverage"}) {
      assertThat(second.metric(name)).isEqualTo(first.metric(name));
    }
    assertThat(second.command())
        .isEqualTo("./kiln evaluate parrot/1 --data quarters: --count 60 --seed 5");
  }

  @Test
  void thePageHoldsEverySection() throws Exception {
    Report report = run(60, DATA);
    Page page = Page.read(HtmlReport.write(report, directory.resolve("page")));

    assertThat(page.sections())
        .containsExactly(
            "figures",
            "samples",
            "accuracy",
            "confusion",
            "plane",
            "nearest-pixels",
            "nearest-features",
            "settings");
    assertThat(page.count("img")).isEqualTo(2 * Quadrants.CLASSES + 2 * 12);
    assertThat(page.count("svg")).isEqualTo(4);
  }

  @Test
  void samplesAreMixedAsTheDataAre() {
    LabelledImages lopsided =
        new Relabelled(DATA, i -> i < 280 ? 0 : 1 + i % 3, List.of("a", "b", "c", "d"));
    RealImages real = RealImages.of(lopsided, "lopsided", 10, 1);

    assertThat(real.mix(10)).containsExactly(7, 1, 1, 1);
    assertThat(real.mix(1000)).containsExactly(700, 100, 100, 100);
    assertThat(real.mix(2)).containsExactly(2, 0, 0, 0);
  }

  @Test
  void referenceAndOthersAreDifferentImages() {
    RealImages real = RealImages.of(DATA, "quarters", 1000, 1);

    assertThat(real.part()).isEqualTo(200);
    assertThat(real.reference()).doesNotHaveDuplicates().doesNotContain(real.others());
  }

  @Test
  void referenceAndOthersHaveTheMixOfTheData() {
    RealImages real = RealImages.of(DATA, "quarters", 40, 1);

    for (int[] part : List.of(real.reference(), real.others())) {
      assertThat(Confusion.of(List.of("0", "1", "2", "3"), labels(part), labels(part)).counts())
          .isDeepEqualTo(new int[][] {{10, 0, 0, 0}, {0, 10, 0, 0}, {0, 0, 10, 0}, {0, 0, 0, 10}});
    }
  }

  private static int[] labels(int... indices) {
    return Arrays.stream(indices).map(DATA::label).toArray();
  }

  @Test
  void saysWhenThereAreFewerRealImagesThanSamples() throws IOException {
    assertThat(run(300, DATA).notes())
        .anyMatch(note -> note.contains("use 200 of the 300 samples"));
  }

  @Test
  void saysWhatDoesNotFit() {
    LabelledImages animals = new Relabelled(DATA, i -> 0, List.of("cat", "dog", "eel", "fox"));

    assertThatThrownBy(() -> check(10, new Quadrants(1, 400, 12)))
        .hasMessage("parrot makes images of [1, 8, 8], those of the data are [1, 12, 12]");
    assertThatThrownBy(() -> check(5, DATA))
        .hasMessageContaining("at least 6 samples and 12 real images")
        .hasMessageContaining("there are 5 and 400");
    assertThatThrownBy(() -> check(10, animals))
        .hasMessage("parrot knows the classes [0, 1, 2, 3], the data has [cat, dog, eel, fox]");
  }

  private static double floor(Report report, String name) {
    return Objects.requireNonNull(report.metric(name).floor());
  }

  private Report run(int count, LabelledImages data) throws IOException {
    return new ImageEvaluation(engine, System::nanoTime, Progress.NONE)
        .run(plan(count), data, "quarters", "quarters:", features);
  }

  private void check(int count, LabelledImages data) {
    new ImageEvaluation(engine, System::nanoTime, Progress.NONE)
        .check(plan(count), data, "the data");
  }

  private static EvaluationPlan plan(int count) {
    return new EvaluationPlan("parrot", null, count, 5, null, null, null);
  }
}
