package io.wfe.benchmarks.measure;

/**
 * What a contestant took.
 *
 * @param medianMicros the median over all slices of the slices' medians, in microseconds
 * @param p99Micros the 99th percentile of all operations, in microseconds
 * @param perSecond the operations of all threads in a second, the median over all slices
 * @param operations the number of operations
 */
public record Summary(double medianMicros, double p99Micros, double perSecond, long operations) {

}
