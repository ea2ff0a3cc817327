package dev.kiln.export.data;

import dev.kiln.generation.card.TextSpec;
import java.util.List;

/**
 * Samples with a text each; the condition {@link #TOKENS} is the text, as a vocabulary numbers it.
 */
public interface Captioned extends TrainingSet {
  /** The condition that is a sample's text. */
  String TOKENS = "tokens";

  /** All tokens; a token's number is its place. */
  List<String> vocabulary();

  /**
   * How a generator turns prompts into the same numbers.
   *
   * @param file what the vocabulary's file will be called
   */
  TextSpec text(String file);

  /** The numbers that stand for "no text". */
  List<Long> nothing();
}
