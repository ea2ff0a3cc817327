package dev.kiln.streams.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.streams.faults.Verdict.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

/** What a run did and what came of it: a table for people, and one line of JSON. */
final class Report {

  private static final List<String> COUNTS =
      List.of(
          "kills",
          "killedWhileRestoring",
          "brokerKills",
          "zombies",
          "rescalings",
          "rollingRestarts",
          "poisons",
          "registryOutages",
          "fullDisks",
          "partitions",
          "replacedGenerators",
          "longSilences",
          "faultsLeft",
          "timeOver");

  private final Map<String, Object> figures = new LinkedHashMap<>();

  Report(long seed, Tally tally, int ownDeaths, int requests, int records, Verdict verdict) {
    figures.put("seed", seed);
    figures.put("minutes", Math.round(tally.seconds() / 6) / 10.0);
    COUNTS.forEach(what -> figures.put(what, tally.counted(what)));
    figures.put("ownDeaths", ownDeaths);
    figures.put("requests", requests);
    figures.put("answerRecords", records);
    for (Kind kind : Kind.values()) {
      figures.put(kind.name().toLowerCase(Locale.ROOT), verdict.count(kind));
    }
    figures.put("firstOutputMs", spread(tally, Watch.Since::firstMs));
    figures.put("allPartitionsMs", spread(tally, Watch.Since::allMs));
  }

  void put(String name, Object figure) {
    figures.put(name, figure);
  }

  Object get(String name) {
    return figures.getOrDefault(name, "");
  }

  private static Map<String, Object> spread(
      Tally tally, Function<Watch.Since, OptionalLong> measure) {
    long[] sorted =
        tally.kills().stream()
            .map(measure)
            .filter(OptionalLong::isPresent)
            .mapToLong(OptionalLong::getAsLong)
            .sorted()
            .toArray();
    Map<String, Object> spread = new LinkedHashMap<>();
    if (sorted.length > 0) {
      spread.put("median", sorted[sorted.length / 2]);
      spread.put("max", sorted[sorted.length - 1]);
    }
    spread.put("of", sorted.length);
    return spread;
  }

  String table() {
    var text = new StringBuilder();
    figures.forEach((name, figure) -> text.append("%-22s %s%n".formatted(name, figure)));
    return text.toString();
  }

  String json() {
    try {
      return new ObjectMapper().writeValueAsString(figures);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("figures are always JSON", e);
    }
  }
}
