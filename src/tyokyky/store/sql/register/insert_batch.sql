-- One delivery into the ledger. Grain: delivery.
INSERT INTO batch VALUES (
    $batch_id, $source, $controller, $link_group, $table_name, $file_label, $file_fingerprint, $delivery_kind,
    $covered_from, $data_as_of, $in_use_for, $key_id, $synthetic, $imported_at, 'accepted', NULL,
    $rows_in, $accepted_count, $quarantined_count, $unchanged_count, $warning_count
);
