// Package serve is what both peers in Go have around their library: a door for events and for watchers.
package serve

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
)

// Posted is an event to be told, as it came, and the id that it gets.
type Posted struct {
	ID   string
	Data []byte
}

type position struct {
	AuctionID string `json:"auctionId"`
	Epoch     string `json:"epoch"`
	Seq       int64  `json:"seq"`
}

// Events serves watchers on /events and takes events by POST on /publish, on the port and with the pid
// file that the command line names. It does not return.
func Events(watch http.Handler, tell func(Posted) error) {
	port, pidFile := os.Args[1], os.Args[2]
	mux := http.NewServeMux()
	mux.Handle("/events", watch)
	mux.HandleFunc("/ready", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("/publish", func(response http.ResponseWriter, request *http.Request) {
		posted, err := read(request)
		if err == nil {
			err = tell(posted)
		}
		if err != nil {
			http.Error(response, err.Error(), http.StatusInternalServerError)
			return
		}
		response.WriteHeader(http.StatusNoContent)
	})
	if err := os.WriteFile(pidFile, fmt.Appendln(nil, os.Getpid()), 0o600); err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.ListenAndServe("127.0.0.1:"+port, mux))
}

func read(request *http.Request) (Posted, error) {
	data, err := io.ReadAll(request.Body)
	if err != nil {
		return Posted{}, err
	}
	var at position
	if err := json.Unmarshal(data, &at); err != nil {
		return Posted{}, err
	}
	return Posted{ID: fmt.Sprintf("%s:%s:%d", at.AuctionID, at.Epoch, at.Seq), Data: data}, nil
}
