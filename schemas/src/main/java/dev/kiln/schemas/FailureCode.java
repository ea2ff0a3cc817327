package dev.kiln.schemas;

/** What can go wrong with a request: the values of {@code GenerationFailure.code}. */
public enum FailureCode {
  EMPTY_VALUE("The record's value holds no bytes, or only blanks."),
  MISSING_KEY("The record has no key, and the application asks for one (kiln.keys)."),
  UNREADABLE(
      "The bytes are neither Avro in the wire format nor a JSON object, or the Avro is damaged."),
  UNKNOWN_SCHEMA("The schema registry does not know the schema id that the record names."),
  INCOMPATIBLE_SCHEMA("The record's schema is known, but cannot be read as a generation request."),
  BAD_JSON("The value begins like JSON, but is not one well-formed JSON object."),
  MISSING_FIELD("A field without a default is absent."),
  UNKNOWN_FIELD("The JSON has a field that requests do not have."),
  WRONG_TYPE("A JSON field holds a value of the wrong type, or a number that does not fit."),
  UNKNOWN_GENERATOR("No generator of that name and version is loaded."),
  BAD_CONDITION(
      "A label, prompt, vector, image or row does not suit the generator, or one that it needs is absent."),
  BAD_STEPS("The number of steps is outside what the generator and sampler allow."),
  BAD_GUIDANCE("The guidance strength is not a number that the generator allows."),
  BAD_IMAGE("The picture to start from, its mask or the strength does not suit the generator."),
  BAD_INTERPOLATION("The far end of an interpolation does not suit the generator."),
  BAD_PREVIEWS("Previews are asked for after a number of steps that is none."),
  BAD_COUNT("The number of samples is below 1 or above the configured limit."),
  BAD_SAMPLER("The sampler is unknown, or cannot drive this generator."),
  BAD_ENCODING("The encoding is unknown, or cannot hold this generator's samples."),
  BAD_DEADLINE("The deadline is not a positive number of milliseconds."),
  EXPIRED("The deadline passed before the samples were finished."),
  CANCELLED("A tombstone under the same key cancelled the request."),
  TOO_LARGE("The request or its answer is larger than the configured limit."),
  ENGINE_FAILED("The generator failed while it worked on the request."),
  OUT_OF_MEMORY("The generator had no memory for the request, not even for it alone."),
  HUNG("The generator did not come back from the request within its limit and was stopped."),
  NOT_FINITE("The generator made something of the request that is not a number (NaN or infinite)."),
  TOO_MANY_ATTEMPTS("The process died this many times while it worked on the request.");

  private final String meaning;

  FailureCode(String meaning) {
    this.meaning = meaning;
  }

  /** One sentence for the reference page. */
  public String meaning() {
    return meaning;
  }
}
