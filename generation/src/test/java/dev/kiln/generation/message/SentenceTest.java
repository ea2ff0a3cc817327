package dev.kiln.generation.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SentenceTest {

  @Test
  void controlCharactersAndMarksOfDirectionAreNotCarried() {
    assertThat(Sentence.plain("a\u0000b\u001b[31mc\u202Ed\uD800e\u007f"))
        .isEqualTo("a?b?[31mc?d?e?");
  }

  @Test
  void linesBecomeOne() {
    assertThat(Sentence.plain(" one\r\n two\t\u2028three\n")).isEqualTo("one two three");
  }

  @Test
  void otherScriptsStayAsTheyAre() {
    assertThat(Sentence.plain("größe 雪 🙂")).isEqualTo("größe 雪 🙂");
  }

  @Test
  void longTextsAreCut() {
    assertThat(Sentence.plain("x".repeat(5_000_000))).hasSize(Sentence.LONGEST).endsWith("x...");
    assertThat(Sentence.quoted("y".repeat(5_000_000))).hasSize(82).endsWith("y...\"");
  }

  @Test
  void longListsAreCut() {
    List<String> many = IntStream.range(0, 25).mapToObj(String::valueOf).toList();
    assertThat(Sentence.listed(many)).endsWith("18, 19 and 5 others");
    assertThat(Sentence.listed(many.subList(0, 3))).isEqualTo("0, 1, 2");
  }
}
