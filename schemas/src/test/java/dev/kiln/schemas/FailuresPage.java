package dev.kiln.schemas;

/** Writes docs/failures.md from the failure codes. */
final class FailuresPage {

  private static final String INTRODUCTION =
      """
      # Failures

      <!-- Generated from FailureCode.java. After a change run docs/refresh -->

      A request that cannot be served becomes one record on `generation-failures` ([its fields](schemas.md#generationfailure)), under
      the key of the request and with its headers. `code` is for programs, `message` is one sentence for people: it names the
      thing, what was found and what was expected. The stream goes on behind it, and the application logs no error for it.

      `originalKey` and `originalValue` are the request, byte for byte, and `origin` says where it stood: correct it and
      write it to the requests topic again. It is a new record then: a request without a `seed` gets another one, since
      that comes from the record's place.

      Programs should take a code that they do not know like ENGINE_FAILED, since new ones may come.

      | code | what happened | what to do | the same record, sent again |
      | --- | --- | --- | --- |
      """;

  private static final String METERS =
      """

      `kiln_requests_total` counts answers by `outcome`: `generated`, or a code in small letters ([metrics.md](metrics.md)).
      What the application does by itself before it gives up, such as trying samples alone or waiting for the registry,
      is in [reliability.md](reliability.md).
      """;

  private FailuresPage() {}

  static String render() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    for (FailureCode code : FailureCode.values()) {
      page.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(code, code.meaning(), code.remedy(), code.sentAgain().words()));
    }
    return page.append(METERS).toString();
  }
}
