package dev.kiln.streams.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kiln.streams.demo.DemoRequest.Expected;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoMixTest {

  @Test
  void theSameSeedDrawsTheSameMix() {
    assertThat(DemoMix.of(Cards.BOTH, 200, 7)).isEqualTo(DemoMix.of(Cards.BOTH, 200, 7));
  }

  @Test
  void anotherSeedDrawsAnotherMix() {
    assertThat(DemoMix.of(Cards.BOTH, 200, 7)).isNotEqualTo(DemoMix.of(Cards.BOTH, 200, 8));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 30, 200})
  void drawsExactlyAsManyAsAsked(int number) {
    List<DemoRequest> mix = DemoMix.of(Cards.BOTH, number, 7);

    assertThat(mix).extracting(DemoRequest::number).hasSize(number).isSorted();
    assertThat(mix).filteredOn(DemoRequest::broken).hasSizeLessThanOrEqualTo(number / 3);
  }

  @Test
  void holdsEveryKindOfMistakeOnce() {
    List<String> mistakes =
        BrokenRequests.against(Cards.DDPM).stream().map(BrokenRequests.Broken::what).toList();

    assertThat(DemoMix.of(Cards.BOTH, 200, 7))
        .filteredOn(DemoRequest::broken)
        .extracting(DemoRequest::what)
        .containsExactlyInAnyOrderElementsOf(mistakes);
  }

  @Test
  void asksForTheExamplesOfAGeneratorThatTakesAPrompt() {
    List<DemoRequest> mix = DemoMix.of(List.of(Cards.PROMPTED, Cards.DDPM), 200, 7);

    assertThat(mix)
        .filteredOn(request -> !request.broken() && "tiny-text".equals(request.generator()))
        .extracting(request -> fields(request).get("prompt"))
        .contains("big red", "small blue")
        .containsOnly("big red", "small blue");
    assertThat(BrokenRequests.target(List.of(Cards.PROMPTED, Cards.DDPM))).contains(Cards.DDPM);
  }

  @Test
  void asksEveryGeneratorForEveryClassInBothFormatsWithAndWithoutKey() {
    List<DemoRequest> valid =
        DemoMix.of(Cards.BOTH, 200, 7).stream().filter(request -> !request.broken()).toList();

    Set<String> asked = new HashSet<>();
    for (DemoRequest request : valid) {
      Map<String, Object> fields = fields(request);
      asked.add(request.generator() + " " + fields.get("label"));
      assertThat(request.expected())
          .isEqualTo(new Expected.Samples((Integer) Objects.requireNonNull(fields.get("count"))));
    }
    assertThat(asked).hasSize(2 * 10);
    assertThat(valid)
        .anyMatch(r -> r.payload() instanceof Payload.Json)
        .anyMatch(r -> r.payload() instanceof Payload.Avro);
    assertThat(valid).allMatch(r -> r.key() != null);
  }

  @Test
  void asksNoGeneratorForMoreStepsThanItTakes() {
    List<DemoRequest> mix = DemoMix.of(List.of(Cards.FEW_STEPS), 200, 7);

    assertThat(mix)
        .filteredOn(request -> !request.broken())
        .allSatisfy(
            request ->
                assertThat((Integer) fields(request).getOrDefault("steps", 1)).isBetween(1, 3))
        .allSatisfy(request -> assertThat(fields(request)).doesNotContainKey("sampler"));
  }

  private static Map<String, Object> fields(DemoRequest request) {
    return request.payload() instanceof Payload.Json json
        ? json.fields()
        : ((Payload.Avro) request.payload()).fields();
  }

  @Test
  void needsAGenerator() {
    assertThatIllegalArgumentException().isThrownBy(() -> DemoMix.of(List.of(), 10, 7));
  }
}
