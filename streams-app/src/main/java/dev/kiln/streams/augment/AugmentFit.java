package dev.kiln.streams.augment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.generation.card.ColumnSpec;
import dev.kiln.generation.card.ConditionSpec;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.SampleKind;
import dev.kiln.streams.topology.TopicNames;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/** Holds the options of an augmentation against the generators that there are. */
final class AugmentFit {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final AugmentConfig config;
  private final Collection<GeneratorCard> cards;

  AugmentFit(AugmentConfig config, Collection<GeneratorCard> cards) {
    this.config = config;
    this.cards = cards;
  }

  /** The options, fitted to the generator. */
  AugmentOptions options(TopicNames topics) {
    GeneratorCard card = card(AugmentConfig.GENERATOR, config.getString(AugmentConfig.GENERATOR));
    if (card.sample().kind() == SampleKind.VECTOR) {
      throw new ConfigException(
          AugmentConfig.GENERATOR, card.name(), "makes neither pictures nor rows");
    }
    Asks asks = asks(card);
    try {
      return new AugmentOptions(
          config.name(),
          config.getString(AugmentConfig.INPUT),
          config.getString(AugmentConfig.OUTPUT),
          config.getString(AugmentConfig.NOTICES),
          topics.requests(),
          topics.samples(),
          labels(),
          Features.of(card.sample()),
          asks,
          targets(card),
          config.getDouble(AugmentConfig.MAX_RATIO),
          config.getLong(AugmentConfig.WINDOW),
          config.getLong(AugmentConfig.GRACE),
          config.getInt(AugmentConfig.BATCH),
          config.getDouble(AugmentConfig.DRIFT_LIMIT),
          config.getInt(AugmentConfig.DRIFT_SPAN),
          config.getInt(AugmentConfig.DRIFT_MIN));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          AugmentConfig.TARGETS, config.getList(AugmentConfig.TARGETS), e.getMessage());
    }
  }

  private Labels labels() {
    try {
      return Labels.parse(config.getString(AugmentConfig.LABEL));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          AugmentConfig.LABEL, config.getString(AugmentConfig.LABEL), e.getMessage());
    }
  }

  private GeneratorCard card(String key, String name) {
    return cards.stream()
        .filter(card -> card.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(
                    key,
                    name,
                    "must be one of "
                        + cards.stream().map(GeneratorCard::name).distinct().toList()));
  }

  private Asks asks(GeneratorCard card) {
    String condition = config.getString(AugmentConfig.CONDITION);
    boolean isColumn = column(card, condition) && card.takesRow();
    if (!isColumn && card.condition(condition).isEmpty()) {
      throw new ConfigException(
          AugmentConfig.CONDITION,
          condition,
          "must be a condition of %s, %s, or one of its columns, %s"
              .formatted(
                  card.name(),
                  card.conditions().stream().map(ConditionSpec::name).toList(),
                  card.sample().columns().stream().map(ColumnSpec::name).toList()));
    }
    double variations = config.getDouble(AugmentConfig.VARIATIONS);
    String other = config.getString(AugmentConfig.VARIATION_GENERATOR);
    GeneratorCard varied = other.isEmpty() ? card : card(AugmentConfig.VARIATION_GENERATOR, other);
    if (variations > 0
        && (varied.sample().kind() != SampleKind.IMAGE || varied.defaults().steps() < 2)) {
      throw new ConfigException(
          AugmentConfig.VARIATION_GENERATOR,
          varied.name(),
          "must make pictures in more than one step: there is nothing to start in the middle of");
    }
    return new Asks(
        card.name(),
        condition,
        isColumn,
        more(),
        variations,
        varied.name(),
        config.getDouble(AugmentConfig.STRENGTH));
  }

  private static boolean column(GeneratorCard card, String name) {
    return card.sample().columns().stream().anyMatch(column -> column.name().equals(name));
  }

  private ObjectNode more() {
    String text = config.getString(AugmentConfig.REQUEST);
    try {
      JsonNode node = text.isBlank() ? JSON.createObjectNode() : JSON.readTree(text);
      if (node instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new ConfigException(
          AugmentConfig.REQUEST, text, "must be a JSON object: " + e.getOriginalMessage());
    }
    throw new ConfigException(AugmentConfig.REQUEST, text, "must be a JSON object");
  }

  private Map<String, Double> targets(GeneratorCard card) {
    List<String> classes =
        card.condition(config.getString(AugmentConfig.CONDITION))
            .map(ConditionSpec::classes)
            .orElse(List.of());
    Map<String, Double> targets = new LinkedHashMap<>();
    for (String entry : config.getList(AugmentConfig.TARGETS)) {
      int colon = entry.lastIndexOf(':');
      String label = colon < 0 ? entry : entry.substring(0, colon).strip();
      if (!classes.isEmpty() && !classes.contains(label)) {
        throw new ConfigException(
            AugmentConfig.TARGETS,
            entry,
            card.name() + " has no class " + label + ", there are " + classes);
      }
      try {
        targets.put(label, Double.valueOf(entry.substring(colon + 1).strip()));
      } catch (NumberFormatException e) {
        throw new ConfigException(
            AugmentConfig.TARGETS, entry, "must be class:share, such as 3:0.1");
      }
    }
    return targets;
  }
}
