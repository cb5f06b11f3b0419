package io.meshwright.benchmark;

/**
 * What one way found out about one rule.
 *
 * @param violations rows that break it; 0 where the rule is about completeness, of which a way may
 *     tell only whether it is enough
 */
record Finding(boolean kept, long violations) {}
