package io.wfe.samples.orders;

import java.math.BigDecimal;
import java.util.List;

import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;

/**
 * What a customer sends to order something.
 */
record NewOrder(@NotBlank @Size(max = 100) String customer,
		@NotEmpty @Size(max = 20) List<@NotBlank @Size(max = 100) String> items,
		@NotNull @Positive @Digits(integer = 8, fraction = 2) BigDecimal amount) {

}
