package dev.kiln.export.data.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {

  @Test
  void putsMarksAroundTheWordsAndPadsTheRest() {
    List<Long> encoded = Vocabulary.encode("A Big red circle");

    assertThat(encoded).hasSize(Vocabulary.LENGTH);
    assertThat(encoded.subList(0, 7).stream().map(i -> Vocabulary.all().get(i.intValue())))
        .containsExactly("<start>", "a", "big", "red", "circle", "<end>", "<pad>");
    assertThat(encoded.subList(6, Vocabulary.LENGTH)).containsOnly(0L);
  }

  @Test
  void encodesTheEmptyCaption() {
    assertThat(Vocabulary.encode("").subList(0, 3)).containsExactly(1L, 2L, 0L);
  }

  @Test
  void longestCaptionFits() {
    String thing = "the large purple triangle";

    assertThat(Vocabulary.encode(thing + " to the right of " + thing)).hasSize(Vocabulary.LENGTH);
  }

  @Test
  void refusesUnknownWordsAndLongCaptions() {
    assertThatThrownBy(() -> Vocabulary.encode("a pink circle"))
        .hasMessageStartingWith("captions have no word \"pink\"; they have [a, the, one, small,");
    assertThatThrownBy(() -> Vocabulary.encode("a ".repeat(15)))
        .hasMessageStartingWith("a caption has at most 14 words, found");
  }
}
