CREATE INDEX `refresh_tokens_expires` ON `refresh_tokens` (`expires_at_ms`);--> statement-breakpoint
CREATE INDEX `session_families_ended` ON `session_families` (`ended_at_ms`);--> statement-breakpoint
CREATE INDEX `session_families_created` ON `session_families` (`created_at_ms`);