package dev.kiln.generation.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.generation.card.TextSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordTokenizerTest {
  private static final String LINES = "<pad>\n<start>\n<end>\na\nred\nring\nsky-blue\nça\n";
  private static final TextSpec SPEC = spec(6, "<start>", "<end>", null);

  private static TextSpec spec(
      int length, @Nullable String start, @Nullable String end, @Nullable String unknown) {
    return new TextSpec(
        TextSpec.WORDS, "words.txt", length, "<pad>", start, end, unknown, List.of());
  }

  private static WordTokenizer tokenizer(TextSpec spec, String lines) {
    return new WordTokenizer(spec, lines.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void numbersAreTheLinesOfTheTokens() {
    assertThat(tokenizer(SPEC, LINES).encode("a red ring")).containsExactly(1L, 3L, 4L, 5L, 2L, 0L);
    assertThat(tokenizer(SPEC, LINES).size()).isEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"A  red, RING!", "\t(a) \"red\" ring.\n", "a/red/ring"})
  void caseAndPunctuationDoNotMatter(String text) {
    assertThat(tokenizer(SPEC, LINES).encode(text)).containsExactly(1L, 3L, 4L, 5L, 2L, 0L);
  }

  @Test
  void hyphensAndLettersWithMarksBelongToWords() {
    assertThat(tokenizer(SPEC, LINES).encode("ÇA sky-blue"))
        .containsExactly(1L, 7L, 6L, 2L, 0L, 0L);
  }

  @Test
  void anEmptyTextIsOnlyMarks() {
    assertThat(tokenizer(SPEC, LINES).encode(" ... ")).containsExactly(1L, 2L, 0L, 0L, 0L, 0L);
  }

  @Test
  void marksMayBeLeftOut() {
    assertThat(tokenizer(spec(3, null, null, null), LINES).encode("red"))
        .containsExactly(4L, 0L, 0L);
  }

  @Test
  void anUnknownWordIsNamedWithThoseThatAreKnown() {
    assertThatThrownBy(() -> tokenizer(SPEC, LINES).encode("a pink ring"))
        .hasMessage("there is no word \"pink\", there are a, red, ring, sky-blue, ça");
  }

  @Test
  void marksAreNoWords() {
    assertThatThrownBy(() -> tokenizer(SPEC, LINES).encode("<end>"))
        .hasMessageStartingWith("there is no word \"end\"");
  }

  @Test
  void anUnknownWordMayHaveATokenOfItsOwn() {
    TextSpec lenient = spec(4, "<start>", "<end>", "a");

    assertThat(tokenizer(lenient, LINES).encode("pink")).containsExactly(1L, 3L, 2L, 0L);
  }

  @Test
  void tooManyWordsAreRefused() {
    assertThatThrownBy(() -> tokenizer(SPEC, LINES).encode("a a a a a"))
        .hasMessage("it takes at most 4 words, the text has 5");
  }

  @Test
  void aVocabularyIsCheckedWhenItIsRead() {
    assertThatThrownBy(() -> tokenizer(SPEC, "<pad>\n<start>\na\n"))
        .hasMessage("it lacks the token \"<end>\" of the card");
    assertThatThrownBy(() -> tokenizer(SPEC, "<pad>\n<pad>\n"))
        .hasMessage("each line must hold another token, line 2 holds \"<pad>\"");
    assertThatThrownBy(() -> tokenizer(SPEC, "<pad>\n\n<start>\n"))
        .hasMessage("each line must hold another token, line 2 holds \"\"");
    assertThatThrownBy(() -> new WordTokenizer(SPEC, new byte[] {(byte) 0xff}))
        .hasMessage("it is not UTF-8 text");
  }
}
