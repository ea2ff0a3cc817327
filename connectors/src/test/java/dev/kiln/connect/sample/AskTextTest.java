package dev.kiln.connect.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.connect.Models;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.request.GenerationSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AskTextTest {

  private static final GeneratorCard DIGITS = Models.get(Models.DIGITS).card();
  private static final GeneratorCard ROWS = Models.get(Models.ROWS).card();

  @Test
  void readsAlternatives() {
    assertThat(AskText.read("label=3 |label = 8", DIGITS))
        .containsExactly(new Ask(Map.of("label", "3")), new Ask(Map.of("label", "8")));
  }

  @Test
  void aCommaInsideAPromptBelongsToIt() {
    assertThat(AskText.read("prompt=a red circle, small, label=1", DIGITS))
        .containsExactly(new Ask(Map.of("prompt", "a red circle, small", "label", "1")));
  }

  @Test
  void aStarIsEveryClass() {
    assertThat(AskText.read("label=*", DIGITS))
        .extracting(ask -> ask.values().get("label"))
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
  }

  @Test
  void nothingIsOneAlternativeWithoutConditions() {
    assertThat(AskText.read("  ", DIGITS)).containsExactly(Ask.NOTHING);
  }

  @Test
  void columnsGetTheirOwnTypes() {
    Ask ask = AskText.read("country=DE, age=44, income=30000.5, newsletter=true", ROWS).get(0);

    assertThat(ask.applyTo(GenerationSpec.of("customers-vae"), ROWS).row())
        .isEqualTo(Map.of("country", "DE", "age", 44L, "income", 30000.5, "newsletter", true));
  }

  @Test
  void whatCannotBeReadIsSaid() {
    assertThatThrownBy(() -> AskText.read("label", DIGITS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected name=value")
        .hasMessageContaining("\"label\"");
    assertThatThrownBy(() -> AskText.read("label=1, label=2", DIGITS))
        .hasMessage("\"label\" is given twice");
    assertThatThrownBy(
            () -> new Ask(Map.of("age", "old")).applyTo(GenerationSpec.of("customers-vae"), ROWS))
        .hasMessage("column \"age\" is integer, \"old\" is not");
    assertThatThrownBy(
            () -> new Ask(Map.of("colour", "1")).applyTo(GenerationSpec.of("digits-gan"), DIGITS))
        .hasMessage("digits-gan takes no \"colour\", it takes label");
  }

  @Test
  void aMixtureKeepsToItsWeights() {
    List<Ask> asks = AskText.read("label=1 | label=2 | label=3", DIGITS);
    Mixture mixture = new Mixture.Weighted(asks, List.of(8.0, 0.0, 2.0), 5);
    int[] counts = new int[4];

    for (long n = 0; n < 10_000; n++) {
      counts[Integer.parseInt(mixture.ask(n).values().getOrDefault("label", "0"))]++;
    }

    assertThat(counts[1]).isBetween(7_850, 8_150);
    assertThat(counts[2]).isZero();
    assertThat(counts[1] + counts[3]).isEqualTo(10_000);
  }
}
