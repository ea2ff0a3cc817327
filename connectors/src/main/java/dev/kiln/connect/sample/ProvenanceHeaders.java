package dev.kiln.connect.sample;

import dev.kiln.generation.request.Provenance;
import org.apache.kafka.connect.header.Headers;

/** The headers that mark a record as generated, whatever its value is. */
public final class ProvenanceHeaders {

  /** Name and version of the generator. */
  public static final String GENERATOR = "kiln.generator";

  /** The sha256 of its card. */
  public static final String HASH = "kiln.hash";

  /** The seed: with it, generator and conditions make the sample again. */
  public static final String SEED = "kiln.seed";

  private ProvenanceHeaders() {}

  /** Adds them, in place of any that are there from an earlier generation. */
  public static void add(Headers headers, Provenance made) {
    headers.remove(GENERATOR).addString(GENERATOR, made.generator() + "/" + made.version());
    headers.remove(HASH).addString(HASH, made.hash());
    headers.remove(SEED).addLong(SEED, made.seed());
  }
}
