package dev.kiln.export.data.shapes;

import dev.kiln.generation.card.TextSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The words of the captions, numbered, with the marks around them: a caption becomes {@code
 * <start>}, its words, {@code <end>}, then {@code <pad>} up to a fixed length.
 */
public final class Vocabulary {
  /** What fills the places after the end. */
  public static final String PAD = "<pad>";

  /** What every caption begins with. */
  public static final String START = "<start>";

  /** What follows the last word. */
  public static final String END = "<end>";

  /** How many numbers a caption takes; the longest one has 14 words. */
  public static final int LENGTH = 16;

  private static final List<String> EXAMPLES =
      List.of(
          "a big red circle above a small blue square",
          "a small yellow triangle left of a big green cross",
          "a big purple square",
          "a blue triangle below a red circle",
          "a small green circle to the right of a small purple cross",
          "a yellow shape");

  private static final List<String> TOKENS = tokens();
  private static final Map<String, Integer> NUMBERS = numbers();

  private Vocabulary() {}

  private static List<String> tokens() {
    Set<String> tokens = new LinkedHashSet<>(List.of(PAD, START, END, "a", "the", "one"));
    for (Size size : Size.values()) {
      tokens.addAll(size.words());
    }
    for (Colour colour : Colour.values()) {
      tokens.add(colour.word());
    }
    for (Form form : Form.values()) {
      tokens.add(form.word());
    }
    tokens.add("shape");
    for (Relation relation : Relation.values()) {
      relation.phrases().forEach(phrase -> Collections.addAll(tokens, phrase.split(" ", -1)));
    }
    tokens.add("and");
    return List.copyOf(tokens);
  }

  private static Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < TOKENS.size(); i++) {
      numbers.put(TOKENS.get(i), i);
    }
    return numbers;
  }

  /** All tokens; a token's number is its place. */
  public static List<String> all() {
    return TOKENS;
  }

  /** How a generator turns prompts into the same numbers, given the tokens in a file. */
  public static TextSpec spec(String file) {
    return new TextSpec(TextSpec.WORDS, file, LENGTH, PAD, START, END, null, EXAMPLES);
  }

  /**
   * The numbers of a caption's tokens, {@link #LENGTH} of them. An empty caption is what stands for
   * "no caption".
   *
   * @throws IllegalArgumentException if a word is unknown or there are too many
   */
  public static List<Long> encode(String caption) {
    List<Long> encoded = new ArrayList<>();
    encoded.add(number(START));
    for (String word : caption.toLowerCase(Locale.ROOT).split(" ", -1)) {
      if (!word.isEmpty()) {
        encoded.add(number(word));
      }
    }
    encoded.add(number(END));
    if (encoded.size() > LENGTH) {
      throw new IllegalArgumentException(
          "a caption has at most " + (LENGTH - 2) + " words, found \"" + caption + "\"");
    }
    while (encoded.size() < LENGTH) {
      encoded.add(number(PAD));
    }
    return encoded;
  }

  private static long number(String token) {
    Integer number = NUMBERS.get(token);
    if (number == null) {
      throw new IllegalArgumentException(
          "captions have no word \"" + token + "\"; they have " + TOKENS.subList(3, TOKENS.size()));
    }
    return number;
  }
}
