package dev.kiln.streams.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.GuidanceOptions;
import dev.kiln.generation.request.Interpolation;
import dev.kiln.schemas.avro.GenerationRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestSpecsTest {

  @Test
  void whatARequestDoesNotSayIsPlain() {
    GenerationSpec spec = spec(GenerationRequest.newBuilder().setGenerator("tiny").build());

    assertThat(spec.seed()).isEqualTo(5);
    assertThat(spec.guidanceOptions()).isEqualTo(GuidanceOptions.PLAIN);
    assertThat(spec.source()).isNull();
    assertThat(spec.interpolation()).isNull();
  }

  @Test
  void guidanceCanBeLimitedRescaledAndTurnedAwayFromAClass() {
    GenerationSpec spec =
        spec(
            GenerationRequest.newBuilder()
                .setGenerator("tiny")
                .setGuidanceRescale(0.7)
                .setGuidanceFrom(0.2)
                .setGuidanceUntil(0.8)
                .setNegativeLabel(4)
                .build());

    assertThat(spec.guidanceOptions())
        .isEqualTo(new GuidanceOptions(0.7, 0.2, 0.8, Map.of("label", "4")));
  }

  @Test
  void samplesCanBeAPath() {
    GenerationSpec spec =
        spec(
            GenerationRequest.newBuilder()
                .setGenerator("tiny")
                .setCount(5)
                .setLabel(1)
                .setToLabel("seven")
                .setToSeed(99L)
                .build());

    assertThat(spec.interpolation()).isEqualTo(new Interpolation(99L, Map.of("label", "seven")));
  }

  private static GenerationSpec spec(GenerationRequest request) {
    return RequestSpecs.of(request, 5, null, null);
  }
}
