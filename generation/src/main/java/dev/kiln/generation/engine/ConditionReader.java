package dev.kiln.generation.engine;

import dev.kiln.generation.card.ConditionSpec;
import dev.kiln.generation.card.DamagedGeneratorException;
import dev.kiln.generation.card.DirectoryLimits;
import dev.kiln.generation.card.Generator;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.message.Sentence;
import dev.kiln.generation.request.Rejection;
import dev.kiln.generation.stage.Conditions;
import dev.kiln.generation.text.WordTokenizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns what a request gives as conditions into what a generator's networks take. */
final class ConditionReader {

  private final GeneratorCard card;
  private final Map<String, WordTokenizer> tokenizers;

  private ConditionReader(GeneratorCard card, Map<String, WordTokenizer> tokenizers) {
    this.card = card;
    this.tokenizers = Map.copyOf(tokenizers);
  }

  /**
   * Reads the vocabularies that the card names.
   *
   * @throws DamagedGeneratorException when one is missing or is no vocabulary
   */
  static ConditionReader of(Generator generator, DirectoryLimits limits)
      throws DamagedGeneratorException {
    Map<String, WordTokenizer> tokenizers = new HashMap<>();
    for (ConditionSpec condition : generator.card().conditions()) {
      if (condition.text() != null) {
        String file = condition.text().vocabulary();
        try {
          tokenizers.put(
              condition.name(),
              new WordTokenizer(condition.text(), generator.read(file, limits.vocabularyBytes())));
        } catch (IllegalArgumentException e) {
          throw new DamagedGeneratorException(
              generator.directory().resolve(file) + " is no vocabulary: " + e.getMessage(), e);
        }
      }
    }
    return new ConditionReader(generator.card(), tokenizers);
  }

  /**
   * Conditions as networks take them. A text that is not given is an empty one.
   *
   * @param whole whether the conditions that the card requires must be there
   */
  Conditions read(Map<String, String> given, boolean whole) throws Mistake {
    for (String name : new TreeSet<>(given.keySet())) {
      if (card.condition(name).isEmpty()) {
        throw new Mistake(
            Rejection.BAD_CONDITION,
            card.name()
                + " takes no condition "
                + Sentence.quoted(name)
                + ", it takes "
                + card.conditions().stream().map(ConditionSpec::name).toList());
      }
    }
    Map<String, Long> labels = new HashMap<>();
    Map<String, List<Long>> tokens = new HashMap<>();
    for (ConditionSpec condition : card.conditions()) {
      String value = given.get(condition.name());
      if (value == null && whole && condition.required()) {
        throw new Mistake(
            Rejection.BAD_CONDITION,
            card.name() + " needs a " + condition.name() + ", the request gives none");
      }
      switch (condition.kind()) {
        case LABEL -> {
          if (value != null) {
            labels.put(condition.name(), classIndex(condition, value));
          }
        }
        case TEXT -> tokens.put(condition.name(), tokens(condition, value));
        case ROW -> {
          if (value != null) {
            throw new Mistake(
                Rejection.BAD_CONDITION,
                card.name() + " takes a row by its columns, was " + Sentence.quoted(value));
          }
        }
      }
    }
    return new Conditions(labels, tokens);
  }

  private long classIndex(ConditionSpec condition, String value) throws Mistake {
    int index = condition.classes().indexOf(value);
    if (index < 0 && value.matches("[0-9]{1,9}")) {
      index = Integer.parseInt(value);
    }
    if (index < 0 || index >= condition.classes().size()) {
      throw new Mistake(
          Rejection.BAD_CONDITION,
          condition.name()
              + " must be one of "
              + Sentence.listed(condition.classes())
              + " for "
              + card.name()
              + ", was "
              + Sentence.quoted(value));
    }
    return index;
  }

  private List<Long> tokens(ConditionSpec condition, @Nullable String value) throws Mistake {
    WordTokenizer tokenizer = tokenizers.get(condition.name());
    if (tokenizer == null) {
      throw new IllegalStateException(condition.name() + " has no vocabulary");
    }
    try {
      return tokenizer.encode(value == null ? "" : value);
    } catch (IllegalArgumentException e) {
      throw new Mistake(
          Rejection.BAD_CONDITION, condition.name() + " of " + card.name() + ": " + e.getMessage());
    }
  }
}
