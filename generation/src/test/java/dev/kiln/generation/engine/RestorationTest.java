package dev.kiln.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Interpolation;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Rejection;
import dev.kiln.generation.request.SourceImage;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.generation.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A generator that takes a picture and gives back a restored one, here at half its values. */
@Timeout(60)
class RestorationTest {

  private static final GenerationSpec SPEC = GenerationSpec.of("tiny-restorer");

  @TempDir private Path models;
  private Engine engine;

  @BeforeEach
  void open() throws Exception {
    TestGenerators.write(models);
    TestGenerators.writeRestorer(models);
    engine = Engine.open(models);
    assertThat(engine.problems()).isEmpty();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void restoresThePictureOfEachRequest() throws Exception {
    List<Submission> submissions = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      submissions.add(engine.submit(SPEC.withSource(SourceImage.of(picture(i)))));
    }
    for (int i = 0; i < 20; i++) {
      Outcome.Generated outcome =
          (Outcome.Generated) submissions.get(i).outcome().get(30, TimeUnit.SECONDS);
      float[] expected = picture(i).values().clone();
      for (int p = 0; p < expected.length; p++) {
        expected[p] *= 0.5f;
      }
      assertThat(outcome.samples()).hasSize(1);
      assertThat(outcome.samples().get(0).values()).isEqualTo(expected);
      assertThat(outcome.provenance().sampler()).isEqualTo("direct");
    }
  }

  @Test
  void refusesWhatCannotBe() throws Exception {
    GenerationSpec fine = SPEC.withSource(SourceImage.of(picture(1)));
    assertRejected(
        SPEC,
        Rejection.BAD_IMAGE,
        "tiny-restorer restores a picture and needs an image, the request gives none");
    assertRejected(
        SPEC.withSource(new SourceImage(picture(1), 0.5, null)),
        Rejection.BAD_IMAGE,
        "tiny-restorer restores the whole picture in one step, so it takes no strength");
    assertRejected(
        SPEC.withSource(new SourceImage(picture(1), null, picture(1))),
        Rejection.BAD_IMAGE,
        "tiny-restorer restores the whole picture in one step, so it takes no mask");
    assertRejected(
        SPEC.withSource(SourceImage.of(new FloatTensor(Shape.of(1, 2, 2), new float[4]))),
        Rejection.BAD_IMAGE,
        "image must be 1x4x4, was 1x2x2");
    assertRejected(
        SPEC.withSource(SourceImage.of(picture(40))),
        Rejection.BAD_IMAGE,
        "image must hold values between -1.0 and 1.0, has 2.0");
    assertRejected(
        fine.withCount(3).withInterpolation(new Interpolation(9L, Map.of())),
        Rejection.BAD_INTERPOLATION,
        "tiny-restorer restores a picture, so it has nothing to interpolate");
    assertRejected(
        fine.withSteps(5), Rejection.BAD_STEPS, "steps must be 1 for tiny-restorer, was 5");
  }

  private static FloatTensor picture(int number) {
    float[] values = new float[16];
    for (int p = 0; p < values.length; p++) {
      values[p] = p == 0 ? number / 20f : (p - 8) / 8f;
    }
    return new FloatTensor(Shape.of(1, 4, 4), values);
  }

  private void assertRejected(GenerationSpec spec, Rejection reason, String message)
      throws Exception {
    assertThat(engine.submit(spec).outcome().get(30, TimeUnit.SECONDS))
        .isEqualTo(new Outcome.Rejected(reason, message));
  }
}
