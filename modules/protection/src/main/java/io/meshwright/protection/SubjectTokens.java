package io.meshwright.protection;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.prf.PrfSet;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Some subjects by their tokens, to be recognised without knowing their values. */
final class SubjectTokens implements Serializable {

  private static final long serialVersionUID = 1L;

  private final WrappedKeyset keyset;
  private final Map<String, Integer> subjects;
  private final List<Integer> lengths;
  private transient PrfSet prfs;

  private SubjectTokens(
      WrappedKeyset keyset, Map<String, Integer> subjects, List<Integer> lengths) {
    this.keyset = keyset;
    this.subjects = subjects;
    this.lengths = lengths;
  }

  /**
   * @param spellings of each subject every text that it may be encoded as
   */
  static SubjectTokens of(WrappedKeyset keyset, List<List<String>> spellings) {
    Map<String, Integer> subjects = new LinkedHashMap<>();
    TreeSet<Integer> lengths = new TreeSet<>();
    for (int subject = 0; subject < spellings.size(); subject++) {
      for (String spelling : spellings.get(subject)) {
        subjects.putIfAbsent(token(UnwrappedKeys.of(keyset).prfs(), spelling), subject);
        lengths.add(spelling.length());
      }
    }
    return new SubjectTokens(keyset, subjects, new ArrayList<>(lengths));
  }

  static String token(WrappedKeyset keyset, String spelling) {
    return token(UnwrappedKeys.of(keyset).prfs(), spelling);
  }

  /** The subject that encoded bytes are the value of. */
  int find(byte[] encoded) {
    if (prfs == null) {
      prfs = UnwrappedKeys.of(keyset).prfs();
    }

    return findToken(TokenizeValue.token(prfs, encoded));
  }

  /** The subject of a token. */
  int findToken(String token) {
    return subjects.getOrDefault(token, FindSubject.NOBODY);
  }

  /** How many characters the values have. */
  List<Integer> lengths() {
    return lengths;
  }

  private static String token(PrfSet prfs, String spelling) {
    return TokenizeValue.token(prfs, spelling.getBytes(UTF_8));
  }
}
