package dev.kiln.generation.text;

import dev.kiln.generation.card.TextSpec;
import dev.kiln.generation.message.Sentence;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Texts as the numbers of their words: lower case, every character that is neither letter, digit,
 * apostrophe nor hyphen is a space, and words are what stands between spaces.
 *
 * <p>Safe for many threads.
 */
public final class WordTokenizer {

  /** Up to so many words, an error lists them all. */
  private static final int LISTED = 80;

  private final TextSpec spec;
  private final Map<String, Long> numbers = new HashMap<>();
  private final List<String> words = new ArrayList<>();
  private final long pad;
  private final @Nullable Long start;
  private final @Nullable Long end;
  private final @Nullable Long unknown;

  /**
   * A tokenizer.
   *
   * @param vocabulary the tokens in UTF-8, one a line
   * @throws IllegalArgumentException if the vocabulary names a token twice, has an empty line, or
   *     lacks a token of the spec; one sentence
   */
  public WordTokenizer(TextSpec spec, byte[] vocabulary) {
    this.spec = spec;
    for (String token : decode(vocabulary).lines().toList()) {
      if (token.isBlank() || numbers.putIfAbsent(token, (long) numbers.size()) != null) {
        throw new IllegalArgumentException(
            "each line must hold another token, line "
                + (numbers.size() + 1)
                + " holds "
                + Sentence.quoted(token));
      }
      if (split(token).equals(List.of(token))) {
        words.add(token);
      }
    }
    this.pad = number(spec.pad());
    this.start = spec.start() == null ? null : number(spec.start());
    this.end = spec.end() == null ? null : number(spec.end());
    this.unknown = spec.unknown() == null ? null : number(spec.unknown());
  }

  private static String decode(byte[] vocabulary) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(vocabulary)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("it is not UTF-8 text", e);
    }
  }

  private long number(String token) {
    Long number = numbers.get(token);
    if (number == null) {
      throw new IllegalArgumentException("it lacks the token \"" + token + "\" of the card");
    }
    return number;
  }

  /** How many tokens there are; their numbers are below. */
  public int size() {
    return numbers.size();
  }

  /**
   * The numbers of a text, always as many as the spec's length. An empty text stands for "no text".
   *
   * @throws IllegalArgumentException if a word is unknown, or there are too many; one sentence that
   *     names the word and says what is known
   */
  public List<Long> encode(String text) {
    List<String> given = split(text);
    if (given.size() > spec.maxWords()) {
      throw new IllegalArgumentException(
          "it takes at most " + spec.maxWords() + " words, the text has " + given.size());
    }
    List<Long> encoded = new ArrayList<>();
    if (start != null) {
      encoded.add(start);
    }
    for (String word : given) {
      encoded.add(lookUp(word));
    }
    if (end != null) {
      encoded.add(end);
    }
    while (encoded.size() < spec.length()) {
      encoded.add(pad);
    }
    return List.copyOf(encoded);
  }

  private static List<String> split(String text) {
    String plain =
        text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{M}\\p{N}'-]+", " ").strip();
    return plain.isEmpty() ? List.of() : List.of(plain.split(" ", -1));
  }

  private long lookUp(String word) {
    Long number = numbers.get(word);
    if (number != null) {
      return number;
    }
    if (unknown != null) {
      return unknown;
    }
    throw new IllegalArgumentException(
        "there is no word "
            + Sentence.quoted(word)
            + ", there are "
            + (words.size() <= LISTED ? String.join(", ", words) : words.size() + " others"));
  }
}
