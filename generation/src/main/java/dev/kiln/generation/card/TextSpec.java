package dev.kiln.generation.card;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a text becomes numbers: the start token, its words, the end token, then padding up to a fixed
 * length.
 *
 * @param tokenizer how words are found; "words" is the only one so far
 * @param vocabulary the file that lists the tokens, one a line; a token's number is its line, from
 *     0
 * @param length how many numbers a text becomes
 * @param pad the token that fills what is left
 * @param start the token before the first word, or null for none
 * @param end the token after the last word, or null for none
 * @param unknown the token for words that are not listed, or null to refuse them
 * @param examples texts that show what the generator can do
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TextSpec(
    String tokenizer,
    String vocabulary,
    int length,
    String pad,
    @Nullable String start,
    @Nullable String end,
    @Nullable String unknown,
    List<String> examples) {

  /** Lower case, punctuation dropped, words apart by spaces. */
  public static final String WORDS = "words";

  private static final int MAX_LENGTH = 4096;

  public TextSpec {
    if (!WORDS.equals(tokenizer)) {
      throw new IllegalArgumentException(
          "text.tokenizer must be \"words\", was \"" + tokenizer + "\"");
    }
    Require.name("text.vocabulary", vocabulary);
    Require.present("text.pad", pad);
    examples = examples == null ? List.of() : List.copyOf(examples);
    int marks = (start == null ? 0 : 1) + (end == null ? 0 : 1);
    if (length <= marks || length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "text.length must be between " + (marks + 1) + " and " + MAX_LENGTH + ", was " + length);
    }
  }

  /** How many words fit between start and end. */
  public int maxWords() {
    return length - (start == null ? 0 : 1) - (end == null ? 0 : 1);
  }
}
