// The hub of Mercure, open to everyone, with metrics and without a limit on the time of a write.
package main

import (
	"context"
	"log"
	"net/http"

	"github.com/dunglas/mercure"

	"sagopalgo.local/fanout/serve"
)

const topic = "auction"

func main() {
	ctx := context.Background()
	hub, err := mercure.NewHub(ctx,
		mercure.WithAnonymous(),
		mercure.WithWriteTimeout(0),
		mercure.WithMetrics(mercure.NewPrometheusMetrics(nil)),
	)
	if err != nil {
		log.Fatal(err)
	}
	serve.Events(http.HandlerFunc(hub.SubscribeHandler), func(posted serve.Posted) error {
		event := mercure.Event{Data: string(posted.Data), ID: posted.ID, Type: "bid"}
		return hub.Publish(ctx, &mercure.Update{Event: event, Topics: []string{topic}})
	})
}
