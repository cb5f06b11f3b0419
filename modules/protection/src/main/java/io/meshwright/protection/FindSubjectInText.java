package io.meshwright.protection;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.spark.sql.api.java.UDF1;

/**
 * Says on executors who of the subjects is named in a text, as a word of its own: the number of the
 * first, or {@link FindSubject#NOBODY}. Carries tokens and lengths only.
 */
final class FindSubjectInText implements UDF1<String, Integer> {

  private static final long serialVersionUID = 1L;

  private final SubjectTokens tokens;

  FindSubjectInText(SubjectTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public Integer call(String text) {
    if (text == null) {
      return FindSubject.NOBODY;
    }

    for (int start = 0; start < text.length(); start++) {
      if (!isInWord(text, start - 1)) {
        int subject = findAt(text, start);
        if (subject != FindSubject.NOBODY) {
          return subject;
        }
      }
    }
    return FindSubject.NOBODY;
  }

  private int findAt(String text, int start) {
    for (int length : tokens.lengths()) {
      int end = start + length;
      if (end <= text.length() && !isInWord(text, end)) {
        int subject = tokens.find(text.substring(start, end).getBytes(UTF_8));
        if (subject != FindSubject.NOBODY) {
          return subject;
        }
      }
    }
    return FindSubject.NOBODY;
  }

  private static boolean isInWord(String text, int at) {
    return at >= 0 && at < text.length() && Character.isLetterOrDigit(text.charAt(at));
  }
}
