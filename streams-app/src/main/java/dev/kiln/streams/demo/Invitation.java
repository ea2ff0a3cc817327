package dev.kiln.streams.demo;

import dev.kiln.generation.card.GeneratorCard;
import java.util.List;

/** How to send a request by hand while the demo stays up. */
final class Invitation {

  private Invitation() {}

  static List<String> lines(DemoCluster cluster, List<GeneratorCard> cards) {
    String request = request(cards.get(0));
    return List.of(
        "",
        "The broker and the app stay up. "
            + cluster.page().map(link -> "Ask for samples of your own at\n\n  " + link).orElse(""),
        "",
        "or send a request from another terminal:",
        "",
        "  ./kiln send '%s' --bootstrap-server %s --schema-registry %s"
            .formatted(request, cluster.bootstrapServers(), cluster.registryUrl()),
        "",
        "or with Kafka's own tool (key, a bar, the request):",
        "",
        "  echo 'me|%s' | kafka-console-producer.sh --bootstrap-server %s --topic %s \\"
            .formatted(request, cluster.bootstrapServers(), cluster.requestsTopic()),
        "    --property parse.key=true --property 'key.separator=|'",
        "",
        "Samples are written here as they come. Ctrl-C ends everything.");
  }

  private static String request(GeneratorCard card) {
    String label =
        card.condition("label").map(c -> ",\"label\":" + (c.classes().size() - 1)).orElse("");
    String prompt = DemoMix.prompt(card, 0).map(text -> ",\"prompt\":\"" + text + "\"").orElse("");
    return "{\"generator\":\"%s\"%s%s,\"count\":4}".formatted(card.name(), label, prompt);
  }
}
