package dev.kiln.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.kiln.generation.network.FakeNetwork;
import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Preview;
import dev.kiln.generation.request.Rejection;
import dev.kiln.generation.request.SourceImage;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.generation.tensor.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be seen of a sample while it is made. */
@Timeout(60)
class PreviewTest {

  private static final GenerationSpec SPEC =
      GenerationSpec.of("tiny-ddpm").withLabel(3).withSeed(7).withSteps(10).withGuidance(1.0);
  private static final GenerationSpec LATENT =
      GenerationSpec.of("tiny-latent").withLabel(3).withSeed(7).withSteps(10).withPreviews(1);

  @TempDir private Path models;
  private final Map<String, FakeNetwork> networks = new ConcurrentHashMap<>();
  private final List<float[]> inputs = new CopyOnWriteArrayList<>();
  private final CountDownLatch decoding = new CountDownLatch(1);
  private final CountDownLatch denoiserGate = new CountDownLatch(1);
  private final CountDownLatch decoderGate = new CountDownLatch(1);
  private volatile boolean denoiserWaits;
  private volatile boolean decoderWaits;
  private final PreviewBox box = new PreviewBox(10_000, () -> {});
  private Engine engine;

  @BeforeEach
  void open() throws Exception {
    TestGenerators.write(models);
    TestGenerators.writeLatent(models);
    engine =
        Engine.open(
            models,
            EngineOptions.defaults()
                .withLoader(
                    (name, bytes) -> {
                      var real = OnnxNetwork.loader(OnnxOptions.cpu(1)).load(name, bytes);
                      var fake = new FakeNetwork(real, (batch, rows) -> called(name, batch));
                      networks.put(name, fake);
                      return fake;
                    }));
  }

  @AfterEach
  void close() {
    denoiserGate.countDown();
    decoderGate.countDown();
    engine.close();
  }

  @ParameterizedTest
  @CsvSource({
    "ddim, 10, 3, 3 6 9",
    "ddim, 10, 5, 5",
    "ddim, 10, 10, ''",
    "ddim, 10, 4000, ''",
    "heun, 6, 2, 2 4",
    "dpm2, 5, 1, 1 2 3 4",
    "plms, 7, 3, 3 6",
    "dpmpp-2s, 6, 1, 1 2 3 4 5"
  })
  void comeAfterEverySoManySteps(String sampler, int steps, int every, String seen)
      throws Exception {
    generated(SPEC.withSampler(sampler).withSteps(steps).withPreviews(every));
    List<Preview> previews = box.take();
    assertThat(String.join(" ", previews.stream().map(p -> "" + p.step()).toList()))
        .isEqualTo(seen);
    assertThat(previews).allMatch(preview -> preview.steps() == steps && preview.index() == 0);
  }

  @Test
  void areTheCleanSampleThatTheNetworkMeans() throws Exception {
    generated(SPEC.withPreviews(1));
    List<Preview> previews = box.take();
    assertThat(previews).hasSize(9);
    for (Preview preview : previews.subList(1, 9)) {
      // Trailing spacing: step s of 10 is told timestep 1099 - 100 s. The cosine schedule by hand,
      // without its cap, which the very first step alone feels.
      int t = 1099 - 100 * preview.step();
      double bar = cosine((t + 1) / 1000.0) / cosine(0);
      float[] x = inputs.get(preview.step() - 1);
      for (int i = 0; i < 16; i++) {
        double v = 0.5 * x[i] + 0.0001 * t + 0.05 * 3;
        double clean = Math.sqrt(bar) * x[i] - Math.sqrt(1 - bar) * v;
        assertThat((double) preview.estimate().values()[i])
            .as("step %d, value %d", preview.step(), i)
            .isCloseTo(Math.max(-1, Math.min(1, clean)), within(1e-4));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ddim", "ddpm", "heun", "dpmpp-2m", "unipc", "euler-ancestral", "lms"})
  void doNotChangeTheSample(String sampler) throws Exception {
    GenerationSpec guided = SPEC.withSampler(sampler).withGuidance(3.0).withCount(3);
    List<FloatTensor> without = generated(guided).samples();
    assertThat(box.take()).isEmpty();
    List<FloatTensor> with = generated(guided.withPreviews(1)).samples();
    assertThat(box.take()).hasSize(27);
    for (int i = 0; i < 3; i++) {
      assertThat(with.get(i).values()).containsExactly(without.get(i).values());
    }
  }

  @Test
  void ofAPictureThatIsVariedCountTheStepsThatAreTaken() throws Exception {
    FloatTensor image = new FloatTensor(Shape.of(1, 4, 4), new float[16]);
    generated(SPEC.withPreviews(2).withSource(new SourceImage(image, 0.5, null)));
    assertThat(box.take())
        .allMatch(preview -> preview.steps() == 5)
        .extracting(Preview::step)
        .containsExactly(2, 4);
    generated(SPEC.withPreviews(2).withSource(new SourceImage(image, 0.0, null)));
    assertThat(box.take()).isEmpty();
  }

  @Test
  void showWhatIsKeptAsItIs() throws Exception {
    float[] known = new float[16];
    float[] keep = new float[16];
    for (int i = 0; i < 8; i++) {
      known[i] = i / 8f;
      keep[i] = 1;
    }
    Shape shape = Shape.of(1, 4, 4);
    var source = new SourceImage(new FloatTensor(shape, known), 1.0, new FloatTensor(shape, keep));
    generated(SPEC.withPreviews(1).withSource(source));
    List<Preview> previews = box.take();
    assertThat(previews).hasSize(9);
    for (Preview preview : previews) {
      assertThat(preview.estimate().values()).startsWith(Arrays.copyOf(known, 8));
      assertThat(preview.estimate().values()[12]).isNotZero();
    }
  }

  @Test
  void ofLatentsAreDecoded() throws Exception {
    denoiserWaits = true;
    Submission submission = engine.submit(LATENT, box);
    List<Preview> previews = await().until(box::take, taken -> !taken.isEmpty());
    denoiserGate.countDown();
    Outcome outcome = submission.outcome().get(30, TimeUnit.SECONDS);
    FloatTensor with = ((Outcome.Generated) outcome).samples().get(0);
    FloatTensor without = generated(LATENT.withPreviews(0)).samples().get(0);
    assertThat(with.values()).containsExactly(without.values());
    for (Preview preview : previews) {
      float[] values = preview.estimate().values();
      assertThat(preview.estimate().shape()).isEqualTo(Shape.of(1, 4, 4));
      assertThat(values[0]).isNotZero();
      assertThat(values[1]).isEqualTo(values[0] * 0.5f);
      assertThat(values[3]).isZero();
    }
  }

  @Test
  void aDecoderThatIsSlowLeavesSomeOut() throws Exception {
    denoiserWaits = true;
    decoderWaits = true;
    Submission submission = engine.submit(LATENT.withSteps(100), box);
    assertThat(decoding.await(30, TimeUnit.SECONDS)).isTrue();
    denoiserGate.countDown();
    await().until(() -> calls("tiny-latent/1/denoiser.onnx") == 100);
    assertThat(box.take()).isEmpty();
    decoderGate.countDown();
    assertThat(submission.outcome().get(30, TimeUnit.SECONDS))
        .isInstanceOf(Outcome.Generated.class);
    assertThat(box.dropped()).isEqualTo(97);
    assertThat(calls("tiny-latent/1/decoder.onnx")).isBetween(1, 3);
  }

  @Test
  void whoLooksCannotHarmTheSample() throws Exception {
    var broken =
        new PreviewBox(
            1,
            () -> {
              throw new IllegalStateException("told and did not like it");
            });
    Outcome outcome =
        engine.submit(SPEC.withPreviews(1), broken).outcome().get(30, TimeUnit.SECONDS);
    assertThat(outcome).isInstanceOf(Outcome.Generated.class);
  }

  @Test
  void ofAGeneratorInOneStepThereAreNone() throws Exception {
    generated(GenerationSpec.of("tiny-gan").withLabel(1).withPreviews(1));
    assertThat(box.take()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 10_001})
  void everyHowManyStepsHasLimits(int every) throws Exception {
    assertThat(engine.submit(SPEC.withPreviews(every), box).outcome().get(30, TimeUnit.SECONDS))
        .isEqualTo(
            new Outcome.Rejected(
                Rejection.BAD_PREVIEWS,
                "previews must be 0 (none) or a number of steps up to 10000, was " + every));
  }

  private void called(String network, NetworkBatch batch) {
    if (network.startsWith("tiny-ddpm")) {
      float[] x = new float[16];
      batch.floats("x").get(0, x);
      inputs.add(x);
    } else if (network.endsWith("decoder.onnx")) {
      decoding.countDown();
      waitIf(decoderWaits, decoderGate);
    } else if (network.startsWith("tiny-latent")) {
      // Not before a first latent has left for the decoder.
      waitIf(denoiserWaits && calls(network) > 0, denoiserGate);
    }
  }

  private static void waitIf(boolean waits, CountDownLatch gate) {
    if (waits) {
      try {
        gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The share of signal at a time from 0 to 1, Nichol and Dhariwal 2021, equation 17. */
  private static double cosine(double time) {
    double c = Math.cos((time + 0.008) / 1.008 * Math.PI / 2);
    return c * c;
  }

  private int calls(String file) {
    return Objects.requireNonNull(networks.get(file)).calls().size();
  }

  private Outcome.Generated generated(GenerationSpec spec) throws Exception {
    Outcome outcome = engine.submit(spec, box).outcome().get(30, TimeUnit.SECONDS);
    assertThat(outcome).isInstanceOf(Outcome.Generated.class);
    return (Outcome.Generated) outcome;
  }
}
