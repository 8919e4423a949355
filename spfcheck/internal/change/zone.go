package change

import "github.com/spfcheck/spfcheck/spfcheck/internal/zone"

// readZone reads a zone file (RFC 1035 §5). What stands at or below the owner of
// an SOA is a whole zone, and the rest are single RRsets. $INCLUDE reads files of
// the same folder and of those in it, named from that folder.
func readZone(r *reader, f file) error {
	z, err := zone.Read(zone.File{Name: f.name, Text: string(f.data), Folder: f.folder})
	if err != nil {
		return err
	}
	begun := map[rrset]bool{}
	for _, rec := range z.Records {
		if k := (rrset{rec.Zone, rec.Name, rec.Type}); !begun[k] {
			begun[k] = true
			if rec.Type == "SOA" {
				if err := r.zone(rec.Name, rec.Place); err != nil {
					return err
				}
			}
			if err := r.replace(rec); err != nil {
				return err
			}
		}
		if err := r.add(Record{Record: rec}); err != nil {
			return err
		}
	}
	return nil
}
