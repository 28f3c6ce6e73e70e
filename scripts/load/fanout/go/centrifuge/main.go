// The Centrifuge library: every connection is subscribed to the one channel, with history and positions.
package main

import (
	"context"
	"log"
	"time"

	"github.com/centrifugal/centrifuge"

	"sagopalgo.local/fanout/serve"
)

const (
	channel     = "auction"
	historySize = 64
	historyTTL  = time.Hour
)

func main() {
	node, err := centrifuge.New(centrifuge.Config{})
	if err != nil {
		log.Fatal(err)
	}
	node.OnConnecting(func(context.Context, centrifuge.ConnectEvent) (centrifuge.ConnectReply, error) {
		options := centrifuge.SubscribeOptions{EnableRecovery: true}
		return centrifuge.ConnectReply{
			Credentials:   &centrifuge.Credentials{},
			Subscriptions: map[string]centrifuge.SubscribeOptions{channel: options},
		}, nil
	})
	node.OnConnect(func(*centrifuge.Client) {})
	if err := node.Run(); err != nil {
		log.Fatal(err)
	}
	// A watcher of an event stream could answer a ping only by a request of its own.
	quiet := centrifuge.PingPongConfig{PingInterval: -1, PongTimeout: -1}
	handler := centrifuge.NewSSEHandler(node, centrifuge.SSEConfig{PingPongConfig: quiet})
	serve.Events(handler, func(posted serve.Posted) error {
		history := centrifuge.WithHistory(historySize, historyTTL)
		_, err := node.Publish(channel, posted.Data, history)
		return err
	})
}
