package dev.kiln.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.generation.network.FakeNetwork;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.GuidanceOptions;
import dev.kiln.generation.request.Interpolation;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Rejection;
import dev.kiln.generation.request.SourceImage;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.generation.tensor.Shape;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guidance, image-to-image, inpainting and interpolation, on a network with a closed form. */
@Timeout(60)
class RequestOptionsTest {

  private static final GenerationSpec SPEC =
      GenerationSpec.of("tiny-ddpm").withLabel(3).withSeed(7).withSteps(8).withGuidance(1.0);

  @TempDir private Path models;
  private final Map<String, FakeNetwork> networks = new ConcurrentHashMap<>();
  private Engine engine;

  @BeforeEach
  void open() throws Exception {
    TestGenerators.write(models);
    engine =
        Engine.open(
            models,
            EngineOptions.defaults()
                .withLoader(
                    FakeNetwork.wrapping(
                        OnnxNetwork.loader(OnnxOptions.cpu(1)), (batch, rows) -> {}, networks)));
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void guidanceOfOneCostsNoSecondRow() throws Exception {
    sample(SPEC);
    assertThat(rowsCalled()).isEqualTo(8);
  }

  @Test
  void guidanceOfZeroIsThePredictionWithoutCondition() throws Exception {
    // The network adds 0.05 label, so "no condition" is label 10 and negative label 5 halves the
    // way.
    float[] unconditional = sample(SPEC.withGuidance(0.0));
    float[] towardsNine =
        sample(
            SPEC.withGuidance(0.0)
                .withGuidanceOptions(new GuidanceOptions(0, 0, 1, Map.of("label", "3"))));
    assertThat(towardsNine).containsExactly(sample(SPEC), within(1e-5f));
    assertThat(unconditional).isNotEqualTo(towardsNine);
  }

  @Test
  void onlyTheStepsInTheIntervalAreGuided() throws Exception {
    sample(SPEC.withGuidance(3.0).withGuidanceOptions(new GuidanceOptions(0, 0.25, 0.5, Map.of())));
    assertThat(rowsCalled()).isEqualTo(8 + 2);
  }

  @Test
  void anEmptyIntervalEqualsUnguided() throws Exception {
    float[] never =
        sample(
            SPEC.withGuidance(3.0).withGuidanceOptions(new GuidanceOptions(0, 0.5, 0.5, Map.of())));
    assertThat(never).isEqualTo(sample(SPEC));
  }

  @Test
  void rescalingChangesTheSampleAndOneIsNotTheSameAsNone() throws Exception {
    float[] plain = sample(SPEC.withGuidance(5.0));
    float[] rescaled =
        sample(
            SPEC.withGuidance(5.0).withGuidanceOptions(new GuidanceOptions(0.7, 0, 1, Map.of())));
    assertThat(rescaled).isNotEqualTo(plain);
  }

  @Test
  void strengthZeroReturnsTheImage() throws Exception {
    FloatTensor image = image();
    assertThat(sample(SPEC.withSource(new SourceImage(image, 0.0, null))))
        .isEqualTo(image.values());
    assertThat(rowsCalled()).isZero();
  }

  @Test
  void strengthTakesThatShareOfTheSteps() throws Exception {
    float[] half = sample(SPEC.withSource(new SourceImage(image(), 0.5, null)));
    assertThat(rowsCalled()).isEqualTo(4);
    assertThat(half).isNotEqualTo(image().values());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ddim", "ddpm", "euler-ancestral", "heun", "dpmpp-2m", "unipc", "lcm"})
  void inpaintingKeepsTheKnownPixelsToTheBit(String sampler) throws Exception {
    FloatTensor image = image();
    float[] keep = new float[16];
    for (int i = 0; i < 8; i++) {
      keep[i] = 1;
    }
    float[] made =
        sample(
            SPEC.withSampler(sampler)
                .withSource(new SourceImage(image, 1.0, new FloatTensor(image.shape(), keep))));
    for (int i = 0; i < 16; i++) {
      if (keep[i] == 1) {
        assertThat(Float.floatToRawIntBits(made[i]))
            .isEqualTo(Float.floatToRawIntBits(image.values()[i]));
      } else {
        assertThat(made[i]).isNotEqualTo(image.values()[i]);
      }
    }
  }

  @Test
  void interpolationGoesFromOneSeedToTheOther() throws Exception {
    Outcome.Generated path =
        generated(SPEC.withCount(3).withInterpolation(new Interpolation(99L, Map.of())));
    assertThat(path.samples().get(0).values()).isEqualTo(sample(SPEC));
    assertThat(path.samples().get(2).values())
        .containsExactly(sample(SPEC.withSeed(99)), within(1e-5f));
    assertThat(path.samples().get(1).values()).isNotEqualTo(path.samples().get(0).values());
  }

  @Test
  void interpolationGoesFromOneConditionToTheOther() throws Exception {
    Outcome.Generated path =
        generated(
            SPEC.withCount(3).withInterpolation(new Interpolation(null, Map.of("label", "9"))));
    assertThat(path.samples().get(0).values()).containsExactly(sample(SPEC), within(1e-5f));
    assertThat(path.samples().get(2).values())
        .containsExactly(sample(SPEC.withLabel(9)), within(1e-5f));
  }

  @Test
  void refusesWhatCannotBe() throws Exception {
    FloatTensor small = new FloatTensor(Shape.of(1, 2, 2), new float[4]);
    assertRejected(
        SPEC.withSource(new SourceImage(small, 0.5, null)),
        Rejection.BAD_IMAGE,
        "image must be 1x4x4, was 1x2x2");
    assertRejected(
        SPEC.withSource(new SourceImage(image(), 1.5, null)),
        Rejection.BAD_IMAGE,
        "strength must be between 0 and 1, was 1.5");
    assertRejected(
        SPEC.withSource(new SourceImage(image(), 1.0, small)),
        Rejection.BAD_IMAGE,
        "mask must be 1x4x4, was 1x2x2");
    assertRejected(
        GenerationSpec.of("tiny-gan").withLabel(1).withSource(new SourceImage(image(), 0.5, null)),
        Rejection.BAD_IMAGE,
        "tiny-gan cannot start from a picture, it makes its own");
    assertRejected(
        SPEC.withInterpolation(new Interpolation(1L, Map.of())),
        Rejection.BAD_INTERPOLATION,
        "an interpolation needs a count of at least 2, was 1");
    assertRejected(
        SPEC.withGuidanceOptions(new GuidanceOptions(2, 0, 1, Map.of())),
        Rejection.BAD_GUIDANCE,
        "guidance rescale must be between 0 and 1, was 2.0");
    assertRejected(
        SPEC.withGuidanceOptions(new GuidanceOptions(0, 0.8, 0.2, Map.of())),
        Rejection.BAD_GUIDANCE,
        "the guidance interval must lie within 0 and 1, was 0.8 to 0.2");
  }

  private static FloatTensor image() {
    float[] values = new float[16];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 5 == 0 ? -0.0f : (i - 8) / 9f;
    }
    return new FloatTensor(Shape.of(1, 4, 4), values);
  }

  private int rowsCalled() {
    return Objects.requireNonNull(networks.get("tiny-ddpm/1/denoiser.onnx")).calls().stream()
        .mapToInt(Integer::intValue)
        .sum();
  }

  private float[] sample(GenerationSpec spec) throws Exception {
    return generated(spec).samples().get(0).values();
  }

  private Outcome.Generated generated(GenerationSpec spec) throws Exception {
    Outcome outcome = engine.submit(spec).outcome().get(30, TimeUnit.SECONDS);
    assertThat(outcome).isInstanceOf(Outcome.Generated.class);
    return (Outcome.Generated) outcome;
  }

  private void assertRejected(GenerationSpec spec, Rejection reason, String message)
      throws Exception {
    assertThat(engine.submit(spec).outcome().get(30, TimeUnit.SECONDS))
        .isEqualTo(new Outcome.Rejected(reason, message));
  }
}
