package io.wfe.samples.orders;

import org.jspecify.annotations.Nullable;

/**
 * The data of {@link ParcelDelivery}.
 *
 * @param orderId the id of the order
 * @param item what is in the parcel
 * @param tracking the tracking number, once it is with the carrier
 */
record Parcel(String orderId, String item, @Nullable String tracking) {

	Parcel withTracking(String tracking) {
		return new Parcel(this.orderId, this.item, tracking);
	}

}
