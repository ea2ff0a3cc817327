package dev.kiln.streams.client;

import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationFailure;
import dev.kiln.schemas.avro.GenerationPreview;
import org.apache.kafka.common.header.Headers;

/** A record that answers a request, or tells of it while it is made, and where it lies. */
public sealed interface Answer {

  /** The headers, which are the request's. */
  Headers headers();

  /** Topic, partition and offset. */
  Place place();

  /** One sample. */
  record Sample(GeneratedSample value, Headers headers, Place place) implements Answer {}

  /** Why there is none. */
  record Failure(GenerationFailure value, Headers headers, Place place) implements Answer {}

  /** How one sample looks that is still being made. */
  record Preview(GenerationPreview value, Headers headers, Place place) implements Answer {}

  /** Where a record lies. */
  record Place(String topic, int partition, long offset) {

    @Override
    public String toString() {
      return topic + ", partition " + partition + ", offset " + offset;
    }
  }
}
