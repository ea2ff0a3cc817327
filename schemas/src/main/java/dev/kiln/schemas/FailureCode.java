package dev.kiln.schemas;

import static dev.kiln.schemas.FailureCode.SentAgain.FAILS;
import static dev.kiln.schemas.FailureCode.SentAgain.LATER;
import static dev.kiln.schemas.FailureCode.SentAgain.MAY_WORK;

/** What can go wrong with a request: the values of {@code GenerationFailure.code}. */
public enum FailureCode {
  EMPTY_VALUE(
      "The record's value holds no bytes, or only blanks.",
      FAILS,
      "Send a request as the value. A record that is to cancel has no value at all (null)."),
  MISSING_KEY(
      "The record has no key, and the application asks for one (kiln.keys).",
      FAILS,
      "Give the record a key, by which order and cancellation go, or set kiln.keys=optional."),
  UNREADABLE(
      "The bytes are neither Avro in the wire format nor a JSON object, or the Avro is damaged.",
      FAILS,
      "Send JSON that begins with {, or Avro from a serializer that asks the registry: it puts a"
          + " zero byte and the schema's id before the record."),
  UNKNOWN_SCHEMA(
      "The schema registry does not know the schema id that the record names.",
      LATER,
      "See that producer and application name the same registry (schema.registry.url), and register"
          + " the schema there."),
  INCOMPATIBLE_SCHEMA(
      "The record's schema is known, but cannot be read as a generation request.",
      FAILS,
      "Write with the schema of GenerationRequest, or one that it can read: same names, and no field"
          + " of another type."),
  BAD_JSON(
      "The value begins like JSON, but is not one well-formed JSON object.",
      FAILS,
      "Mend it at the place that the sentence names; one record holds one object."),
  MISSING_FIELD(
      "A field without a default is absent.", FAILS, "Add the field that the sentence names."),
  UNKNOWN_FIELD(
      "The JSON has a field that requests do not have.",
      FAILS,
      "Correct the name or leave the field out; the sentence names it."),
  WRONG_TYPE(
      "A JSON field holds a value of the wrong type, or a number that does not fit.",
      FAILS,
      "Give the field a value of the type that the sentence names."),
  UNKNOWN_GENERATOR(
      "No generator of that name and version is loaded.",
      LATER,
      "./kiln generators lists what a directory holds, and why something in it is not served. A"
          + " generator that is copied there (kiln.models) is served without a restart."),
  BAD_CONDITION(
      "A label, prompt, vector, image or row does not suit the generator, or one that it needs is absent.",
      FAILS,
      "./kiln generators lists the conditions of each generator with their limits."),
  BAD_STEPS(
      "The number of steps is outside what the generator and sampler allow.",
      FAILS,
      "Ask for a number within the limits that the sentence names."),
  BAD_GUIDANCE(
      "The guidance strength is not a number that the generator allows.",
      FAILS,
      "Ask for a strength within the limits, or leave it out."),
  BAD_IMAGE(
      "The picture to start from, its mask or the strength does not suit the generator.",
      FAILS,
      "Send a PNG of the generator's size, a mask of the same size, and a strength from 0 to 1."),
  BAD_INTERPOLATION(
      "The far end of an interpolation does not suit the generator.",
      FAILS,
      "Name a far end (toSeed, toLabel, toPrompt) that the generator takes, and a count of 2 or"
          + " more."),
  BAD_PREVIEWS(
      "Previews are asked for after a number of steps that is none.",
      FAILS,
      "Ask for a preview after every so many steps, 1 or more, or leave the field out."),
  BAD_COUNT(
      "The number of samples is below 1 or above the configured limit.",
      FAILS,
      "Ask for fewer samples, in several requests if need be."),
  BAD_SAMPLER(
      "The sampler is unknown, or cannot drive this generator.",
      FAILS,
      "./kiln plan --list names the samplers, and the sentence those that fit."),
  BAD_ENCODING(
      "The encoding is unknown, or cannot hold this generator's samples.",
      FAILS,
      "Ask for raw, which holds everything, png for pictures or json for rows."),
  BAD_DEADLINE(
      "The deadline is not a positive number of milliseconds.",
      FAILS,
      "Give deadlineMs as milliseconds from the record's timestamp, at least 1."),
  EXPIRED(
      "The deadline passed before the samples were finished.",
      MAY_WORK,
      "Send it again with more time. If it happens often, more comes than is served: the meter"
          + " kiln_requests_waiting stays above 0 then."),
  CANCELLED(
      "A tombstone under the same key cancelled the request.",
      MAY_WORK,
      "Nothing: somebody who writes to the requests topic took it back."),
  TOO_LARGE(
      "The request or its answer is larger than the configured limit.",
      LATER,
      "Ask for a smaller encoding, raise kiln.max.record.bytes and the topics' max.message.bytes, or"
          + " keep large samples elsewhere (kiln.blob.store)."),
  ENGINE_FAILED(
      "The generator failed while it worked on the request.",
      MAY_WORK,
      "Read the sentence and /health of the application; the log has the stack trace."),
  OUT_OF_MEMORY(
      "The generator had no memory for the request, not even for it alone.",
      LATER,
      "Give the process or the device more memory, or run fewer generators in it."),
  HUNG(
      "The generator did not come back from the request within its limit and was stopped.",
      MAY_WORK,
      "Send it again when the machine is less busy; raise kiln.call.limit.ms if such calls are"
          + " honest work."),
  NOT_FINITE(
      "The generator made something of the request that is not a number (NaN or infinite).",
      FAILS,
      "Another seed, sampler, guidance or number of steps can help; a generator that does it often is"
          + " broken."),
  TOO_MANY_ATTEMPTS(
      "The process died this many times while it worked on the request.",
      FAILS,
      "Keep the original value: with it and the generator the crash can be shown to somebody. The"
          + " JVM's hs_err_pid file says where it was.");

  /** What becomes of the same record when it is sent once more. */
  public enum SentAgain {
    /** It fails again: the record itself has to change. */
    FAILS("fails again"),
    /** It works once what surrounds it has changed, without a change of the record. */
    LATER("works once that is done"),
    /** It may work as it is. */
    MAY_WORK("may work");

    private final String words;

    SentAgain(String words) {
      this.words = words;
    }

    /** A few words for the reference page. */
    public String words() {
      return words;
    }
  }

  private final String meaning;
  private final SentAgain sentAgain;
  private final String remedy;

  FailureCode(String meaning, SentAgain sentAgain, String remedy) {
    this.meaning = meaning;
    this.sentAgain = sentAgain;
    this.remedy = remedy;
  }

  /** One sentence for the reference page. */
  public String meaning() {
    return meaning;
  }

  /** Whether it helps to send the same record once more. */
  public SentAgain sentAgain() {
    return sentAgain;
  }

  /** What the sender, or whoever runs the application, can do about it. */
  public String remedy() {
    return remedy;
  }
}
