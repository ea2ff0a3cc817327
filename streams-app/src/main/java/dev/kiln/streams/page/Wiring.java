package dev.kiln.streams.page;

import dev.kiln.schemas.registry.SchemaSource;
import dev.kiln.streams.client.AnswerTopics;
import java.util.Map;

/**
 * How the page reaches the topics, as any client would.
 *
 * @param consumer properties of a consumer, security included
 * @param producer properties of a producer, likewise
 * @param requests the topic of the requests
 * @param answers the topics of what comes back
 * @param schemas where the schemas of samples and failures come from
 */
public record Wiring(
    Map<String, Object> consumer,
    Map<String, Object> producer,
    String requests,
    AnswerTopics answers,
    SchemaSource schemas) {}
