package dev.kiln.streams.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.schemas.FailureCode;
import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.schemas.registry.SchemaSource;
import dev.kiln.schemas.registry.UnknownSchemaException;
import dev.kiln.schemas.request.DecodeResult;
import dev.kiln.schemas.request.RequestDecoder;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BrokenRequestsTest {

  private static final int SCHEMA_ID = 5;

  /** What is not found in the value, on a request that can be read. */
  private static final Set<FailureCode> FOUND_LATER =
      EnumSet.of(
          FailureCode.MISSING_KEY,
          FailureCode.UNKNOWN_GENERATOR,
          FailureCode.BAD_CONDITION,
          FailureCode.BAD_STEPS,
          FailureCode.BAD_GUIDANCE,
          FailureCode.BAD_COUNT,
          FailureCode.BAD_SAMPLER);

  private static final SchemaSource REGISTRY =
      id -> {
        if (id != SCHEMA_ID) {
          throw new UnknownSchemaException("schema id " + id + " is not known");
        }
        return GenerationRequest.getClassSchema();
      };

  static List<BrokenRequests.Broken> all() {
    return BrokenRequests.against(Cards.DDPM);
  }

  @ParameterizedTest
  @MethodSource("all")
  void eachIsBrokenInTheWayThatItSays(BrokenRequests.Broken mistake) {
    byte[] value = mistake.payload().encode(SCHEMA_ID);

    DecodeResult result = new RequestDecoder(REGISTRY).decode(value == null ? new byte[0] : value);

    if (FOUND_LATER.contains(mistake.code())) {
      assertThat(result).isInstanceOf(DecodeResult.Decoded.class);
    } else {
      assertThat(result)
          .isInstanceOfSatisfying(
              DecodeResult.Undecodable.class,
              undecodable -> assertThat(undecodable.code()).isEqualTo(mistake.code()));
    }
  }

  @Test
  void everyMistakeHasANameOfItsOwn() {
    assertThat(all().stream().map(BrokenRequests.Broken::what).collect(Collectors.toSet()))
        .hasSameSizeAs(all());
  }
}
