CREATE INDEX `payments_buyer` ON `payments` (`buyer_id`,`created_at_ms`);--> statement-breakpoint
CREATE INDEX `second_chance_consents_bidder` ON `second_chance_consents` (`bidder_id`);--> statement-breakpoint
CREATE INDEX `notices_about` ON `notices` (`user_id`,`auction_id`,`kind`);--> statement-breakpoint
CREATE INDEX `password_reset_asks_email` ON `password_reset_asks` (`email`);--> statement-breakpoint
CREATE INDEX `questions_asked_by` ON `questions` (`asker_id`,`asked_at_ms`);--> statement-breakpoint
CREATE INDEX `ratings_rater` ON `ratings` (`rater_id`,`rated_at_ms`);